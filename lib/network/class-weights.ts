/** The factors by which the loss of each class counts. */
import type { Recipe } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { countClasses } from './sampling'

/**
 * balanced: n / (K · nₖ) over the classes that occur; softened: the square root of that. Only their proportions matter: the step divides by their mean over the
 * batch.
 * @param labels class of every training item
 * @returns one factor a class; null = all count alike
 * @throws AppError `network.recipe` where the recipe lists another number of factors than there are classes
 */
export function classWeightsFor(
  wanted: Recipe['classWeights'],
  labels: Uint8Array,
  classCount: number,
): readonly number[] | null {
  if (wanted === 'none') return null
  if (typeof wanted !== 'string') {
    if (wanted.length === classCount) return wanted
    throw new AppError(
      'network.recipe',
      `The recipe has ${wanted.length} class weights and the data ${classCount} classes; give one a class.`,
      422,
    )
  }
  const counts = countClasses(labels, classCount)
  const occurring = counts.filter((count) => count > 0).length
  const power = wanted === 'softened' ? 0.5 : 1
  return counts.map((count) => (count > 0 ? (labels.length / (occurring * count)) ** power : 1))
}
