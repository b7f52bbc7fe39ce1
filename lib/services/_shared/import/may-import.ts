/** An import belongs to its study: whoever may import there may go on with it, and for everybody else it is not there. */
import { type Actor, authorise, noAccess, studyMembership } from '@/lib/auth'
import { database } from '@/lib/db'

export async function mayImport(actor: Actor, importId: string): Promise<{ studyId: string }> {
  const row = await database().import.findUnique({ where: { id: importId }, select: { studyId: true } })
  if (!row) throw noAccess()
  authorise(actor, 'study.import', await studyMembership(database(), actor, row.studyId))
  return row
}
