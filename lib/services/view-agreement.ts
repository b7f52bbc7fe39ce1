/** How far a study has come in agreeing: items by state and, where patches are read, patches by class. Newest labels only. */
import { authorise, studyMembership } from '@/lib/auth'
import type { AgreementView, TaskAgreement } from '@/lib/contracts/adjudication'
import { database } from '@/lib/db'
import { countFinalReadings, countItemStates, countPatchLabels, type PatchLabels } from '@/lib/db/agreement'
import { patchClasses } from '@/lib/domain/lesion'
import { patchClassOfKinds } from '@/lib/domain/patch-class'
import { tasks } from '@/lib/domain/reading'
import type { Context } from './_shared/context'

export async function viewAgreement({ actor }: Context, studyId: string): Promise<AgreementView> {
  const db = database()
  authorise(actor, 'study.results', await studyMembership(db, actor, studyId))
  const states = await countItemStates(db, studyId)
  const readings = await countFinalReadings(db, studyId)
  const labels = await countPatchLabels(db, studyId)
  return tasks.flatMap((name) => {
    const row = states.find(({ task }) => task === name)
    if (!row) return []
    const { task, ...items } = row
    const labelled = labels.find((label) => label.task === task)
    const read = readings.find((reading) => reading.task === task)?.n ?? 0
    return [{ task, items, readings: read, patches: task === 'grade' ? null : patchesByClass(labelled) }]
  })
}

function patchesByClass(labels: PatchLabels | undefined): NonNullable<TaskAgreement['patches']> {
  const byClass = { normal: labels?.normal ?? 0, microaneurysm: 0, haemorrhage: 0, exudate: 0 }
  let otherKinds = 0
  for (const { kinds, n } of labels?.lesions ?? []) {
    const number = patchClassOfKinds(kinds)
    if (number === undefined) otherKinds += n
    else byClass[patchClasses[number]] += n
  }
  return { byClass, otherKinds, disputed: labels?.disputed ?? 0 }
}
