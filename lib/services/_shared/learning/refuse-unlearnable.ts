/** Nothing is frozen that no network could learn from: the sentence says what is missing, and how much there is. */
import type { SnapshotCounts } from '@/lib/contracts/snapshot'
import { AppError } from '@/lib/domain/errors'
import { hasAny, missingFor, trainingSide } from './snapshot-counts'

/** @throws AppError `snapshot.nothing`, `snapshot.onePatient`, `snapshot.classes` (422) */
export function refuseUnlearnable(counts: SnapshotCounts): void {
  const stages = (['local', 'global'] as const).filter((stage) =>
    hasAny(stage === 'local' ? counts.patches : counts.grades),
  )
  if (stages.length === 0) {
    throw refuse('snapshot.nothing', 'Nothing is agreed on yet in these studies; freeze when some items have a label.')
  }
  const patients = counts.patients.train + counts.patients.validation + counts.patients.test
  if (patients < 2) {
    throw refuse(
      'snapshot.onePatient',
      'All agreed items are of one patient; with a second one, training and evaluation can be kept apart.',
    )
  }
  const missing = stages.map((stage) => ({ stage, lacks: missingFor(stage, counts) }))
  if (missing.some(({ lacks }) => lacks.length === 0)) return
  const sentences = missing.map(
    ({ stage, lacks }) => `There are no ${lacks.join(', no ')} on the training side (${trainingSide(stage, counts)}).`,
  )
  throw refuse('snapshot.classes', `${sentences.join(' ')} Agree on some more, or change the split.`)
}

const refuse = (code: string, sentence: string) => new AppError(code, sentence, 422)
