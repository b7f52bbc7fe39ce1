/**
 * Confusion matrices and what follows from them (science §8, §9). `confusion[t][p]` counts items of true class t that
 * were called p: rows are the truth, columns the prediction, for the fixed scale 0 … K − 1 whether or not a class occurs.
 * A measure whose denominator is 0 is `undefined`, never 0 or 1.
 */
import { AppError } from './errors'

export type Confusion = number[][]

/**
 * @param truth, predicted class numbers 0 … k − 1, equally long
 * @returns k × k counts, rows = truth
 */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, k: number): Confusion {
  if (truth.length !== predicted.length) {
    throw new AppError(
      'confusion.lengths',
      `There are ${truth.length} true classes and ${predicted.length} predictions; give one prediction per item.`,
      422,
    )
  }
  const counts = new Float64Array(k * k)
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i] as number
    const p = predicted[i] as number
    if (!isClass(t, k) || !isClass(p, k)) {
      throw new AppError(
        'confusion.class',
        `Item ${i} has class ${t} and prediction ${p}; classes go from 0 to ${k - 1}.`,
        422,
      )
    }
    counts[t * k + p] = (counts[t * k + p] as number) + 1
  }
  return Array.from({ length: k }, (_, t) => Array.from(counts.subarray(t * k, (t + 1) * k)))
}

const isClass = (value: number, k: number) => Number.isInteger(value) && value >= 0 && value < k

export const rowSums = (confusion: Confusion): number[] => confusion.map((row) => row.reduce((a, b) => a + b, 0))

export const columnSums = (confusion: Confusion): number[] =>
  confusion.map((_, p) => confusion.reduce((sum, row) => sum + (row[p] ?? 0), 0))

export const totalOf = (confusion: Confusion): number => rowSums(confusion).reduce((a, b) => a + b, 0)

export type ClassFigures = {
  recall: number | undefined
  precision: number | undefined
  f1: number | undefined
  /** Items that truly are of this class. */
  support: number
  /** Items that were called this class. */
  predicted: number
}

/** One entry a class, in order. Recall of class 1 of a 2 × 2 matrix is the sensitivity, of class 0 the specificity. */
export function recallPrecision(confusion: Confusion): ClassFigures[] {
  const truths = rowSums(confusion)
  const calls = columnSums(confusion)
  return confusion.map((row, k) => {
    const hits = row[k] ?? 0
    const support = truths[k] ?? 0
    const predicted = calls[k] ?? 0
    return {
      recall: ratio(hits, support),
      precision: ratio(hits, predicted),
      f1: ratio(2 * hits, support + predicted),
      support,
      predicted,
    }
  })
}

const ratio = (numerator: number, denominator: number) => (denominator === 0 ? undefined : numerator / denominator)

/** Share of items on the diagonal; undefined for an empty matrix. */
export function accuracy(confusion: Confusion): number | undefined {
  return ratio(
    confusion.reduce((sum, row, k) => sum + (row[k] ?? 0), 0),
    totalOf(confusion),
  )
}

/** Mean F1 of the classes that occur in the truth or in the predictions. */
export const macroF1 = (confusion: Confusion): number | undefined =>
  meanOfDefined(recallPrecision(confusion).map((figures) => figures.f1))

/** Mean recall of the classes that occur in the truth: the balanced accuracy. */
export const macroRecall = (confusion: Confusion): number | undefined =>
  meanOfDefined(recallPrecision(confusion).map((figures) => figures.recall))

function meanOfDefined(values: (number | undefined)[]): number | undefined {
  const defined = values.filter((value) => value !== undefined)
  return ratio(
    defined.reduce((a, b) => a + b, 0),
    defined.length,
  )
}

/**
 * The same items with classes merged, e.g. `collapse(fig5, (k) => (k === 0 ? 0 : 1), 2)` for lesion against normal.
 * @param groupOf class → group 0 … groups − 1
 */
export function collapse(confusion: Confusion, groupOf: (classNumber: number) => number, groups: number): Confusion {
  const merged: Confusion = Array.from({ length: groups }, () => new Array<number>(groups).fill(0))
  confusion.forEach((row, t) => {
    const target = merged[groupOf(t)]
    row.forEach((count, p) => {
      if (target) target[groupOf(p)] = (target[groupOf(p)] ?? 0) + count
    })
  })
  return merged
}
