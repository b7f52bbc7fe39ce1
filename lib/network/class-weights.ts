/** The factors by which the loss of each class counts. */
import type { Recipe } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { countClasses } from './sampling'

/**
 * balanced: n / (K · nₖ) over the classes that occur. Only their proportions matter: the step divides by their mean over the
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
  if (wanted !== 'balanced') {
    if (wanted.length === classCount) return wanted
    throw new AppError(
      'network.recipe',
      `The recipe has ${wanted.length} class weights and the data ${classCount} classes; give one a class.`,
      422,
    )
  }
  const counts = countClasses(labels, classCount)
  const occurring = counts.filter((count) => count > 0).length
  return counts.map((count) => (count > 0 ? labels.length / (occurring * count) : 1))
}
