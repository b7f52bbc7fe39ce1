/**
 * The ROC curve and its area (science §8). Equal scores are one threshold, so that the area is the Mann–Whitney statistic
 * with ties counted as one half, and does not depend on the order of the items.
 */
import { AppError } from './errors'

/** Called positive: score ≥ threshold. The first point, where nothing is, has no threshold. */
export type RocPoint = { fpr: number; tpr: number; threshold: number | null }
export type RocCurve = { points: RocPoint[]; auc: number; positives: number; negatives: number }

/**
 * @param scores higher = more positive; finite
 * @param labels 1 = positive, 0 = negative
 * @returns points from (0, 0) to (1, 1) without those on a straight line between their neighbours; undefined where one of
 *   the classes is missing
 */
export function rocCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): RocCurve | undefined {
  const order = sortedOrder(scores, labels)
  let positives = 0
  for (let i = 0; i < labels.length; i++) positives += labels[i] as number
  const negatives = labels.length - positives
  if (positives === 0 || negatives === 0) return undefined

  const points: RocPoint[] = [{ fpr: 0, tpr: 0, threshold: null }]
  let hits = 0
  let alarms = 0
  let twiceArea = 0
  let before = { hits: 0, alarms: 0 }
  order.forEach((item, rank) => {
    if (labels[item] === 1) hits++
    else alarms++
    const next = order[rank + 1]
    if (next !== undefined && scores[next] === scores[item]) return
    twiceArea += (alarms - before.alarms) * (hits + before.hits)
    before = { hits, alarms }
    append(points, { fpr: alarms / negatives, tpr: hits / positives, threshold: scores[item] as number })
  })
  return { points, auc: twiceArea / (2 * positives * negatives), positives, negatives }
}

/** What both operating points of a curve reach at least in the one figure that each is named for. */
export const operatingFloor = 0.95

/** Called positive: score ≥ threshold. */
export type OperatingPoint = { sensitivity: number; specificity: number; threshold: number | null }
export type OperatingPoints = { highSensitivity: OperatingPoint; highSpecificity: OperatingPoint }

/**
 * The two points that the paper's Fig. 6 names without saying how they were chosen. Here: the highest specificity where the
 * sensitivity is at least 0.95, and the highest sensitivity where the specificity is. Chosen on the curve they lie on, they
 * flatter it a little.
 * @param points of a whole curve, from (0, 0) to (1, 1)
 */
export function operatingPoints(points: readonly RocPoint[]): OperatingPoints | undefined {
  const best = (candidates: RocPoint[], isBetter: (a: RocPoint, b: RocPoint) => boolean) =>
    candidates.reduce<RocPoint | undefined>((kept, point) => (kept && !isBetter(point, kept) ? kept : point), undefined)
  const sensitive = best(
    points.filter(({ tpr }) => tpr >= operatingFloor),
    (a, b) => a.fpr < b.fpr || (a.fpr === b.fpr && a.tpr > b.tpr),
  )
  const specific = best(
    points.filter(({ fpr }) => 1 - fpr >= operatingFloor),
    (a, b) => a.tpr > b.tpr || (a.tpr === b.tpr && a.fpr < b.fpr),
  )
  if (!sensitive || !specific) return undefined
  return { highSensitivity: asOperating(sensitive), highSpecificity: asOperating(specific) }
}

const asOperating = ({ fpr, tpr, threshold }: RocPoint): OperatingPoint => ({
  sensitivity: tpr,
  specificity: 1 - fpr,
  threshold,
})

/** Item numbers by falling score. */
function sortedOrder(scores: ArrayLike<number>, labels: ArrayLike<number>): Uint32Array {
  if (scores.length !== labels.length) {
    throw new AppError(
      'roc.lengths',
      `There are ${scores.length} scores and ${labels.length} labels; give one label per score.`,
      422,
    )
  }
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i]) || (labels[i] !== 0 && labels[i] !== 1)) {
      throw new AppError(
        'roc.value',
        `Item ${i} has score ${scores[i]} and label ${labels[i]}; scores are finite, labels 0 or 1.`,
        422,
      )
    }
  }
  return Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  )
}

/** Replaces the last point where the new one only prolongs its straight horizontal or vertical run. */
function append(points: RocPoint[], point: RocPoint) {
  const last = points.at(-1)
  const previous = points.at(-2)
  const isProlonged =
    (last?.fpr === point.fpr && previous?.fpr === point.fpr) || (last?.tpr === point.tpr && previous?.tpr === point.tpr)
  if (isProlonged) points.pop()
  points.push(point)
}
