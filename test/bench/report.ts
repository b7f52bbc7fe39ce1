/** Medians, ratios, and how they are told. */
import type { Comparison, Measured } from './benchmark'
import type { Machine } from './machine'

export type Entry = { name: string; isOurs: boolean; measurements: Measured[]; missing?: string }

export type Row = {
  name: string
  isOurs: boolean
  /** Medians over the rounds; absent where the contestant is missing. */
  perSecond?: number
  best?: number
  cpuSecondsPerUnit?: number
  threads?: number
  versions?: Record<string, string>
  facts?: Record<string, string | number>
  missing?: string
}

export type Report = {
  title: string
  unit: string
  aim: string
  setting: Record<string, string | number>
  machine: Machine & { loadAfter: number }
  rounds: number
  rows: Row[]
  /** Our fastest against the fastest peer, medians; null where either is missing. */
  ratio: { value: number; ours: string; peer: string } | null
  /** The peers' least CPU time per unit over ours: what a busy machine leaves comparable. Waiting threads of a peer count. */
  cpuRatio: number | null
  conclusions: string[]
}

export function summarise(
  { title, unit, aim, setting }: Comparison,
  entries: Entry[],
  rounds: number,
  machine: Report['machine'],
  conclusions: string[],
): Report {
  const rows = entries.map(rowOf)
  const ours = fastest(rows.filter((row) => row.isOurs))
  const peer = fastest(rows.filter((row) => !row.isOurs))
  const ratio =
    ours?.perSecond && peer?.perSecond
      ? { value: ours.perSecond / peer.perSecond, ours: ours.name, peer: peer.name }
      : null
  const cpu = (chosen: Row[]) => Math.min(...chosen.flatMap((row) => row.cpuSecondsPerUnit ?? []))
  const cpuRatio = cpu(rows.filter((row) => !row.isOurs)) / cpu(rows.filter((row) => row.isOurs))
  return {
    ...{ title, unit, aim, setting, machine, rounds, rows, ratio, conclusions },
    cpuRatio: Number.isFinite(cpuRatio) && cpuRatio > 0 ? cpuRatio : null,
  }
}

function rowOf({ name, isOurs, measurements, missing }: Entry): Row {
  const last = measurements.at(-1)
  if (!last) return { name, isOurs, missing: missing ?? 'It was not measured.' }
  const speeds = measurements.map(({ perSecond }) => perSecond)
  const cpu = measurements.flatMap(({ cpuSecondsPerUnit }) => cpuSecondsPerUnit ?? [])
  return {
    name,
    isOurs,
    perSecond: median(speeds),
    best: Math.max(...speeds),
    ...(cpu.length > 0 ? { cpuSecondsPerUnit: median(cpu) } : {}),
    threads: last.threads,
    versions: last.versions,
    ...(last.facts ? { facts: last.facts } : {}),
    ...(missing ? { missing } : {}),
  }
}

const fastest = (rows: Row[]): Row | undefined =>
  rows.filter((row) => row.perSecond).sort((a, b) => (b.perSecond ?? 0) - (a.perSecond ?? 0))[0]

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

export function tell({
  title,
  unit,
  aim,
  setting,
  machine,
  rounds,
  rows,
  ratio,
  cpuRatio,
  conclusions,
}: Report): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const figures = rows.map((row) => {
    const name = row.name.padEnd(width)
    if (row.perSecond === undefined) return `  ${name}  –  ${row.missing}`
    const cpu = row.cpuSecondsPerUnit ? `, ${(row.cpuSecondsPerUnit * 1000).toPrecision(3)} ms of CPU each` : ''
    return `  ${name}  ${row.perSecond.toPrecision(4)} ${unit}/s (best ${row.best?.toPrecision(4)}${cpu}; ${row.threads} threads; ${list(row.versions ?? {})})`
  })
  const facts = rows.filter(({ facts }) => facts).map(({ name, facts }) => `  ${name}: ${list(facts ?? {})}`)
  const load = `load ${machine.load} before and ${machine.loadAfter} after`
  return [
    title,
    `  ${list(setting)}`,
    `  ${machine.processor}, ${machine.cores} cores, ${machine.memoryGibibytes} GiB, ${load}; median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
    '',
    ...figures,
    ...(facts.length > 0 ? ['', ...facts] : []),
    '',
    ratio
      ? `  ${ratio.value.toFixed(2)} × the fastest peer (${ratio.ours} against ${ratio.peer}). Aim: ${aim}`
      : `  No ratio: one side is missing. Aim: ${aim}`,
    ...(cpuRatio ? [`  ${cpuRatio.toFixed(2)} × by CPU time, which a busy machine changes less.`] : []),
    ...conclusions.map((sentence) => `  ${sentence}`),
  ].join('\n')
}

const list = (values: Record<string, string | number>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
