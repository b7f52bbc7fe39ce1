/** Whether a network can learn anything from a set: said before the first step, not after hours. */
import type { TrainedStage } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { gradeClassNames, type Head, patchClassNames } from '@/lib/domain/heads'
import type { Examples } from '@/lib/network'
import type { FolderProblem } from './problems'

export type ClassCounts = { train: number[]; validation: number[]; classes: readonly string[] }

/**
 * A class without examples is told, for a network that knows the others is of use; fewer than two classes are refused.
 * @throws AppError `folders.oneClass`
 */
export function refuseOneClass(
  stage: TrainedStage,
  head: Head,
  gradeClasses: readonly number[],
  { training, validation }: { training: Pick<Examples, 'labels'>; validation: Pick<Examples, 'labels'> },
  onProblem: (problem: FolderProblem) => void,
): ClassCounts {
  const classes = stage === 'local' ? patchClassNames(head) : gradeClassNames(head, gradeClasses)
  const train = countLabels(training, classes.length)
  const what = stage === 'local' ? 'patches' : 'photographs'
  const there = classes.filter((_, k) => (train[k] ?? 0) > 0)
  if (there.length < 2) {
    throw new AppError(
      'folders.oneClass',
      `There is nothing to tell apart: all ${what} to learn from are ${there[0] ?? 'of no trained class'}. Add photographs of other classes, or change the share that is held out.`,
      422,
    )
  }
  for (const name of classes.filter((_, k) => (train[k] ?? 0) === 0)) {
    const sentence = `There are no ${what} to learn “${name}” from; the network will hardly ever say it.`
    onProblem({ file: 'Training set', line: null, sentence })
  }
  return { train, validation: countLabels(validation, classes.length), classes }
}

function countLabels({ labels }: Pick<Examples, 'labels'>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
