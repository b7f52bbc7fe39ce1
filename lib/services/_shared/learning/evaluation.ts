/**
 * The figures of a model on the test side (science §8): confusion, recall and precision, accuracy, quadratic weighted kappa
 * over the fixed scale, ROC. Pure: true classes and probabilities in, figures out. 0/0 is null, never 0.
 */
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { TrainedStage } from '@/lib/contracts/recipe'
import { accuracy, confusionMatrix, recallPrecision, rowSums } from '@/lib/domain/confusion'
import { gradeClassNames, type Head, patchClassNames, referableFrom } from '@/lib/domain/heads'
import { quadraticWeightedKappa } from '@/lib/domain/kappa'
import { operatingPoints, type RocPoint, rocCurve } from '@/lib/domain/roc'

/** More points than a page can show tell it nothing. */
const rocPointsMax = 400

/** The network's own choice of class; ties go to the lower one. */
export type Predicted = {
  truth: Uint8Array
  /** n · K, row by row. */
  probabilities: Float32Array
  chosen: Uint8Array
  groups: readonly string[]
}

/**
 * @param gradeClasses grade of every class of the study; unused for the local network
 * @param head what `truth` and `probabilities` are numbered by: K = 2 for `binary`
 */
export function evaluationOf(
  stage: TrainedStage,
  predicted: Predicted,
  gradeClasses: readonly number[],
  head: Head = 'classes',
): Evaluation {
  const classes = stage === 'local' ? patchClassNames(head) : gradeClassNames(head, gradeClasses)
  const confusion = confusionMatrix(predicted.truth, predicted.chosen, classes.length)
  const figures = recallPrecision(confusion)
  const counts = rowSums(confusion)
  return {
    stage,
    head,
    classes: [...classes],
    n: predicted.truth.length,
    patients: new Set(predicted.groups).size,
    confusion,
    perClass: classes.map((name, k) => ({
      name,
      n: counts[k] ?? 0,
      recall: figures[k]?.recall ?? null,
      precision: figures[k]?.precision ?? null,
    })),
    accuracy: accuracy(confusion) ?? null,
    quadraticWeightedKappa: { value: quadraticWeightedKappa(confusion) ?? null, classes: classes.length },
    roc: rocsOf(stage, predicted, gradeClasses, head),
  }
}

const againstGrade0 = 'Referable (grade 2 or more) against grade 0'

function rocsOf(stage: TrainedStage, predicted: Predicted, gradeClasses: readonly number[], head: Head) {
  if (stage === 'local') return [notFirstClass('Any lesion against normal', predicted)]
  return head === 'binary' ? [notFirstClass(againstGrade0, predicted)] : referableRocs(predicted, gradeClasses)
}

/** Positive is every class but the first, and so is the score. */
function notFirstClass(name: string, { truth, probabilities }: Predicted): Evaluation['roc'][number] {
  const classes = probabilities.length / truth.length
  const scores = Array.from(truth, (_, i) => 1 - (probabilities[i * classes] ?? 0))
  return roc(
    name,
    scores,
    Array.from(truth, (k) => (k > 0 ? 1 : 0)),
  )
}

/** The score is the probability of grade 2 or more, as the network spreads it over its classes. */
function referableRocs({ truth, probabilities }: Predicted, gradeClasses: readonly number[]): Evaluation['roc'] {
  const k = gradeClasses.length
  const items = Array.from(truth, (classNumber, i) => ({
    grade: gradeClasses[classNumber] ?? 0,
    score: gradeClasses.reduce(
      (sum, grade, c) => (grade >= referableFrom ? sum + (probabilities[i * k + c] ?? 0) : sum),
      0,
    ),
  }))
  const against = (name: string, gradeMax: number) => {
    const compared = items.filter(({ grade }) => grade >= referableFrom || grade <= gradeMax)
    return roc(
      name,
      compared.map(({ score }) => score),
      compared.map(({ grade }) => (grade >= referableFrom ? 1 : 0)),
    )
  }
  return [against(againstGrade0, 0), against('Referable against grades 0 and 1', 1)]
}

function roc(name: string, scores: number[], labels: number[]): Evaluation['roc'][number] {
  const curve = rocCurve(scores, labels)
  const positives = labels.filter((label) => label === 1).length
  const negatives = labels.length - positives
  if (!curve) return { name, positives, negatives, auc: null, points: [], operatingPoints: null }
  return {
    name,
    positives,
    negatives,
    auc: curve.auc,
    points: thinned(curve.points),
    operatingPoints: operatingPoints(curve.points) ?? null,
  }
}

function thinned(points: RocPoint[]): RocPoint[] {
  if (points.length <= rocPointsMax) return points
  const step = (points.length - 1) / (rocPointsMax - 1)
  return Array.from({ length: rocPointsMax }, (_, i) => points[Math.round(i * step)]).filter((p) => p !== undefined)
}
