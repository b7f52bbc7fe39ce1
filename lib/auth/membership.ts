/** Facts about studies for `authorise`. Administrators belong to every study without a row. */
import type { Tx } from '@/lib/db'
import type { Actor } from './actor'

/** null where there is no such study. */
export async function studyMembership(
  db: Tx,
  actor: Actor,
  studyId: string,
): Promise<{ studyId: string; member: boolean } | null> {
  const study = await db.study.findUnique({ where: { id: studyId }, select: { id: true } })
  if (!study) return null
  return { studyId, member: await isMember(db, actor, studyId) }
}

async function isMember(db: Tx, actor: Actor, studyId: string): Promise<boolean> {
  if (actor.role === 'administrator') return true
  if (actor.userId === null) return false
  return (await db.studyMember.count({ where: { studyId, userId: actor.userId } })) === 1
}

/** Of several studies at once: a member only who is one of each. null where one is missing, or none is named. */
export async function membershipOfAll(db: Tx, actor: Actor, studyIds: string[]): Promise<{ member: boolean } | null> {
  const ids = [...new Set(studyIds)]
  if (ids.length === 0 || (await db.study.count({ where: { id: { in: ids } } })) < ids.length) return null
  if (actor.role === 'administrator') return { member: true }
  if (actor.userId === null) return { member: false }
  const joined = await db.studyMember.count({ where: { studyId: { in: ids }, userId: actor.userId } })
  return { member: joined === ids.length }
}

/** A `where` for studies that the actor may see in a list. */
export function studiesOf(actor: Actor) {
  if (actor.role === 'administrator') return {}
  return { members: { some: { userId: actor.userId ?? '00000000-0000-0000-0000-000000000000' } } }
}
