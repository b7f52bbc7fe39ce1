/**
 * Cohen's kappa, unweighted and weighted (Cohen 1960, 1968), on a confusion matrix of the fixed scale 0 … K − 1: a class
 * that nobody used still counts towards the distances. Kappas of different K are not comparable: name K beside each.
 */
import { type Confusion, columnSums, rowSums } from './confusion'

export type KappaWeights = 'unweighted' | 'linear' | 'quadratic'

const disagreement: Record<KappaWeights, (distance: number) => number> = {
  unweighted: (distance) => (distance === 0 ? 0 : 1),
  linear: (distance) => Math.abs(distance),
  quadratic: (distance) => distance * distance,
}

/** @returns −1 … 1; undefined where both observers used one and the same class only (0/0), or for no items */
export function cohenKappa(confusion: Confusion, weights: KappaWeights = 'unweighted'): number | undefined {
  const rows = rowSums(confusion)
  const columns = columnSums(confusion)
  const total = rows.reduce((a, b) => a + b, 0)
  const weigh = disagreement[weights]
  let observed = 0
  let expected = 0
  confusion.forEach((row, i) => {
    row.forEach((count, j) => {
      observed += weigh(i - j) * count
      expected += (weigh(i - j) * (rows[i] ?? 0) * (columns[j] ?? 0)) / total
    })
  })
  return total === 0 || expected === 0 ? undefined : 1 - observed / expected
}

/** Kappa with quadratic weights, as the Kaggle competition computes it. */
export const quadraticWeightedKappa = (confusion: Confusion): number | undefined => cohenKappa(confusion, 'quadratic')
