/** How good a network is on the validation set, and which of two epochs is the better one. */
import { z } from 'zod'
import type { Recipe } from '@/lib/contracts/recipe'
import { accuracy, confusionMatrix, macroF1 } from '@/lib/domain/confusion'
import { quadraticWeightedKappa } from '@/lib/domain/kappa'

/** null = undefined (0/0), never 0. */
export const validationSchema = z.strictObject({
  /** Mean cross-entropy, nats. */
  loss: z.number(),
  accuracy: z.number().nullable(),
  /** Quadratic weighted kappa over the classes of the recipe. */
  kappa: z.number().nullable(),
  macroF1: z.number().nullable(),
})
export type Validation = z.infer<typeof validationSchema>

/**
 * @param probabilities n × classCount, row by row
 * @param labels n class numbers
 */
export function validate(probabilities: Float32Array, labels: Uint8Array, classCount: number): Validation {
  const confusion = confusionMatrix(labels, mostLikely(probabilities, classCount), classCount)
  let surprise = 0
  labels.forEach((label, i) => {
    surprise -= Math.log(Math.max(probabilities[i * classCount + label] ?? 0, 1e-12))
  })
  return {
    loss: surprise / labels.length,
    accuracy: accuracy(confusion) ?? null,
    kappa: quadraticWeightedKappa(confusion) ?? null,
    macroF1: macroF1(confusion) ?? null,
  }
}

/** The class of the largest probability of every row; the lower class where two are equal. */
export function mostLikely(probabilities: Float32Array, classCount: number): Uint8Array {
  const chosen = new Uint8Array(probabilities.length / classCount)
  for (let i = 0; i < chosen.length; i++) {
    const row = probabilities.subarray(i * classCount, (i + 1) * classCount)
    chosen[i] = row.reduce((best, value, k) => (value > (row[best] ?? 0) ? k : best), 0)
  }
  return chosen
}

type Figure = 'kappa' | 'macroF1' | 'loss'

/** By which figure epochs are compared. Grades are ordered, so kappa is; lesion classes are not, so macro-F1 is. */
export const figureOf = ({ stage, earlyStopping }: Pick<Recipe, 'stage' | 'earlyStopping'>): Figure =>
  earlyStopping?.figure ?? (stage === 'global' ? 'kappa' : 'macroF1')

/** Equal figures: the smaller loss. */
export function isBetter(figure: Figure, candidate: Validation, best: Validation): boolean {
  const value = (of: Validation) => (figure === 'loss' ? -of.loss : (of[figure] ?? Number.NEGATIVE_INFINITY))
  return value(candidate) === value(best) ? candidate.loss < best.loss : value(candidate) > value(best)
}

type Course = {
  history: { epoch: number; validation: Validation | null }[]
  best: { summary: { epoch: number } } | null
  /** The last epoch of the runs that this one continues. */
  began: { epoch: number }
}

/** The last `patienceEpochs` epochs of this run were no better than the best before them. */
export function hasStoppedImproving(
  { earlyStopping }: Pick<Recipe, 'earlyStopping'>,
  { history, best, began }: Course,
): boolean {
  const last = history.at(-1)
  if (!earlyStopping || !last?.validation) return false
  return last.epoch - Math.max(best?.summary.epoch ?? 0, began.epoch) >= earlyStopping.patienceEpochs
}
