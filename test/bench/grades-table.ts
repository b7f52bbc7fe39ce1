/** Mean and range over the seeds for every network and weighting. */
import { aligned } from './aligned'
import type { CellResult } from './grades-cell'

export type Spread = { mean: number; least: number; most: number; n: number } | null

export type GradeRow = {
  architecture: string
  weighting: string
  seeds: number
  kappa: Spread
  accuracy: Spread
  referableAuc: Spread
  minutes: number
}

/** Figures that are undefined for a seed are left out of its mean; n says of how many it is. */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const mean = known.reduce((a, b) => a + b, 0) / known.length
  return { mean, least: Math.min(...known), most: Math.max(...known), n: known.length }
}

export function gradeRows(cells: readonly CellResult[]): GradeRow[] {
  const kinds = new Map<string, CellResult[]>()
  for (const cell of cells) {
    const kind = `${cell.recipe.architecture} ${cell.weighting}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), cell])
  }
  return [...kinds.values()].map((same) => ({
    architecture: same[0]?.recipe.architecture ?? '',
    weighting: same[0]?.weighting ?? '',
    seeds: same.length,
    kappa: spreadOf(same.map(({ evaluation }) => evaluation.quadraticWeightedKappa.value)),
    accuracy: spreadOf(same.map(({ evaluation }) => evaluation.accuracy)),
    referableAuc: spreadOf(same.map(({ evaluation }) => evaluation.roc[0]?.auc ?? null)),
    minutes: same.reduce((sum, { seconds }) => sum + seconds, 0) / 60 / same.length,
  }))
}

export function tellGrades(rows: readonly GradeRow[], classes: number): string {
  const header = [
    'network',
    'weighting',
    'seeds',
    `kappa (${classes} classes)`,
    'accuracy',
    'referable AUC',
    'min a cell',
  ]
  return aligned([
    header,
    ...rows.map(({ architecture, weighting, seeds, kappa, accuracy, referableAuc, minutes }) => [
      architecture,
      weighting,
      String(seeds),
      ...[kappa, accuracy, referableAuc].map((spread) => say(spread, seeds)),
      minutes.toFixed(1),
    ]),
  ])
}

function say(spread: Spread, seeds: number): string {
  if (spread === null) return 'undefined'
  const { mean, least, most, n } = spread
  return `${mean.toFixed(3)} (${least.toFixed(3)}…${most.toFixed(3)}${n < seeds ? `, ${n} of ${seeds}` : ''})`
}
