/** The head of one study: its name and what it holds. */

import { authorise, studyMembership } from '@/lib/auth'
import type { StudyView } from '@/lib/contracts/imports'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { currentProtocol } from './_shared/protocols'

/** @throws AppError `access.none` */
export async function viewStudy({ actor }: Context, studyId: string): Promise<StudyView> {
  const db = database()
  authorise(actor, 'study.results', await studyMembership(db, actor, studyId))
  const { name, _count } = await db.study.findUniqueOrThrow({
    where: { id: studyId },
    select: { name: true, _count: { select: { photographs: true, patients: true, members: true } } },
  })
  const sourceGrades = await db.sourceGrade.count({ where: { photograph: { studyId } } })
  const { version, settings } = await currentProtocol(db, studyId)
  return { id: studyId, name, ..._count, sourceGrades, protocol: { version, name: settings.name } }
}
