/** `npm run bench -- NAME`: finds the benchmark, lets its contestants take turns, prints what came out. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Benchmark, Comparison, Measured, Missing, OptionValues, Study } from './benchmark'
import { describeMachine } from './machine'
import { type Entry, type Report, summarise, tell } from './report'
import { setUpPeers } from './setup'

/** A new benchmark is a file beside this one and a line here. */
const benchmarks: Record<string, () => Promise<{ benchmark: Benchmark | Study }>> = {
  train: () => import('./train'),
  import: () => import('./import'),
  lesions: () => import('./lesions'),
  learn: () => import('./learn'),
  grades: () => import('./grades'),
  stream: () => import('./stream'),
}

const usage = `npm run bench -- setup            makes the environment of the peers (PyTorch, Keras …; several GB, once)
npm run bench -- NAME [options]   ${Object.keys(benchmarks).join(', ')}

  --rounds N    how often every contestant is measured, turn by turn; the median counts (3)
  --threads N   of every contestant (one a core)
  --json        one object and nothing else
  --help        with NAME: what is measured, and its own options

CONCORD_BENCH_PYTHON names another Python with the peers' packages. A peer that is not installed is said to be missing.`

const shared = {
  rounds: { type: 'string', default: '3' },
  threads: { type: 'string', default: '0' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function main([name = '', ...args]: string[]): Promise<number> {
  if (name === 'setup') return setUpPeers()
  const load = benchmarks[name]
  if (!load) {
    console.log(usage)
    return name === '' || name === '--help' ? 0 : 2
  }
  const { benchmark } = await load()
  const values: OptionValues = parseArgs({ args, options: { ...benchmark.options, ...shared } }).values
  if (values.help) {
    console.log(`${benchmark.usage}\n\n${usage}`)
    return 0
  }
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'concord-bench-'))
  try {
    if ('carryOut' in benchmark) {
      const { result, text } = await benchmark.carryOut(values, scratch)
      console.log(values.json ? JSON.stringify({ ...result, machine: describeMachine() }, null, 2) : text)
      return 0
    }
    const comparison = await benchmark.plan(values, scratch)
    const report = await measure(comparison, positive(values.rounds), values.json !== true)
    console.log(values.json ? JSON.stringify(report, null, 2) : tell(report))
    return 0
  } finally {
    await rm(scratch, { recursive: true })
  }
}

async function measure(comparison: Comparison, rounds: number, isChatty: boolean): Promise<Report> {
  const entries: Entry[] = comparison.contestants.map(({ name, isOurs }) => ({ name, isOurs, measurements: [] }))
  const before = describeMachine()
  for (let round = 1; round <= rounds; round++) {
    for (const [i, contestant] of comparison.contestants.entries()) {
      const entry = entries[i]
      if (!entry || entry.missing) continue
      const result = await contestant.measure()
      if (isMissing(result)) entry.missing = result.missing
      else entry.measurements.push(result)
      if (isChatty)
        console.error(`round ${round} of ${rounds} · ${contestant.name}: ${shortly(result, comparison.unit)}`)
    }
  }
  const conclusions = (await comparison.conclude?.()) ?? []
  return summarise(comparison, entries, rounds, { ...before, loadAfter: describeMachine().load }, conclusions)
}

const isMissing = (result: Measured | Missing): result is Missing => 'missing' in result

const shortly = (result: Measured | Missing, unit: string) =>
  isMissing(result)
    ? result.missing
    : `${result.perSecond.toPrecision(4)} ${unit}/s, ${((result.cpuSecondsPerUnit ?? 0) * 1000).toPrecision(3)} ms of CPU each`

function positive(text: unknown): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new Error(`--rounds ${text} is no number of rounds: give 1 or more.`)
  return count
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
