/** How much each labelled row of scores counts. */
import { AppError } from '@/lib/domain/errors'
import { unlabelled } from './examples'

export type Counted = { labels: Int32Array; weights: Float32Array }

/**
 * Weights that sum to 1 over the labelled rows, so that the loss is a mean: over rows of one class that class's factor
 * cancels out.
 * @param labels class numbers; `unlabelled` rows count 0
 * @param classWeights one factor a class; null = all alike
 * @throws AppError `network.noLabels` where nothing is labelled
 */
export function countRows(labels: Uint8Array, classWeights: readonly number[] | null): Counted {
  const weights = Float32Array.from(labels, (label) => (label === unlabelled ? 0 : (classWeights?.[label] ?? 1)))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum === 0) {
    throw new AppError('network.noLabels', 'A batch has no labelled patch; there is nothing to learn from it.', 422)
  }
  return {
    // An unlabelled row needs some class for the arithmetic; its weight takes it out again.
    labels: Int32Array.from(labels, (label) => (label === unlabelled ? 0 : label)),
    weights: weights.map((weight) => weight / sum),
  }
}
