/**
 * Freezes what has been agreed on: which examples, resting on which versions of which labels, on which side of the split.
 * A patient is on one side only. The content is hashed, so that a model can say what it learned from; the same labels give
 * the same hash whenever they are frozen.
 */

import { auditActor, authorise, membershipOfAll } from '@/lib/auth'
import type { SnapshotContent, SnapshotRequest } from '@/lib/contracts/snapshot'
import { appendAudit, database, inTransaction } from '@/lib/db'
import { defaultSplit, splitOfPatient } from '@/lib/domain/patient-split'
import type { Context } from './_shared/context'
import { type AgreedPhotograph, gatherAgreed } from './_shared/learning/gather-agreed'
import { patientGroups } from './_shared/learning/patient-groups'
import { refuseUnlearnable } from './_shared/learning/refuse-unlearnable'
import { packContent } from './_shared/learning/snapshot-content'
import { countContent } from './_shared/learning/snapshot-counts'
import { settingsOfStudies } from './_shared/learning/study-settings'
import { blobs } from './_shared/stores'

/** @throws AppError `snapshot.grids`, `snapshot.grades`, `snapshot.nothing`, `snapshot.onePatient`, `snapshot.classes` (422) */
export async function freezeSnapshot({ actor, now }: Context, request: SnapshotRequest): Promise<{ id: string }> {
  const studyIds = [...new Set(request.studyIds)].sort()
  authorise(actor, 'snapshot.create', await membershipOfAll(database(), actor, studyIds))

  const { grid, gradeClasses, protocols } = await settingsOfStudies(studyIds)
  const photographs: AgreedPhotograph[] = []
  for (const studyId of studyIds) photographs.push(...(await gatherAgreed(studyId, grid, gradeClasses)))
  const content: SnapshotContent = {
    version: 1,
    grid,
    gradeClasses,
    photographs: frozenPhotographs(photographs, request.split),
  }
  const counts = countContent(content, {
    patchesDisputed: sum(photographs, ({ examples }) => examples.disputed),
    patchesOfOtherKinds: sum(photographs, ({ examples }) => examples.otherKinds),
    gradesLeftOut: photographs.filter(({ isGradeLeftOut }) => isGradeLeftOut).length,
  })
  refuseUnlearnable(counts)

  const { sha256 } = await blobs().put(packContent(content))
  return inTransaction(async (tx) => {
    const { id } = await tx.snapshot.create({
      data: {
        name: request.name,
        createdById: actor.userId,
        settings: { split: request.split, studyIds },
        counts,
        contentSha256: sha256,
        createdAt: now,
        studies: { create: protocols },
      },
      select: { id: true },
    })
    const step = { action: 'snapshot.frozen', subject: `snapshot:${id}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload: { contentSha256: sha256, studyIds } })
    return { id }
  })
}

const sum = (photographs: AgreedPhotograph[], of: (photograph: AgreedPhotograph) => number) =>
  photographs.reduce((total, photograph) => total + of(photograph), 0)

/** Those from which something can be learned, sorted by id, each with its group's side. */
function frozenPhotographs(all: AgreedPhotograph[], split: SnapshotRequest['split']): SnapshotContent['photographs'] {
  const groups = patientGroups(all)
  return all
    .flatMap((photograph, i) => {
      const { id, studyId, contrast800, contrast256, fieldOfView, examples, gradeClass, labels } = photograph
      const { code = '', group = '' } = groups[i] ?? {}
      if (examples.patches.length === 0 && gradeClass === null) return []
      const side = splitOfPatient(code, { salt: defaultSplit.salt, ...split })
      const { patches } = examples
      return [{ id, studyId, group, split: side, contrast800, contrast256, fieldOfView, patches, gradeClass, labels }]
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
