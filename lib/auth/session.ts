/**
 * Sessions are rows. The cookie holds nothing but the row's id (signed and encrypted), and the row, its user and the user's
 * role are looked up on every request: signing out, disabling and a change of role count from the next request on.
 */
import type { Tx } from '@/lib/db'
import type { Actor } from './actor'

/** A working day; after it, one signs in again. What was drawn meanwhile is kept by the browser. */
export const sessionSeconds = 12 * 60 * 60

/** Always a new row with a new id, whatever the browser held before. */
export async function startSession(db: Tx, userId: string, now: Date): Promise<string> {
  const expiresAt = new Date(now.getTime() + sessionSeconds * 1000)
  const session = await db.session.create({ data: { userId, createdAt: now, expiresAt }, select: { id: true } })
  return session.id
}

/** null: unknown, signed out, run out, or the person was disabled. */
export async function actorOfSession(db: Tx, sessionId: string, now: Date): Promise<Actor | null> {
  const session = await db.session.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: now }, user: { disabledAt: null } },
    select: {
      user: { select: { id: true, name: true, role: true, qualification: true, observer: { select: { id: true } } } },
    },
  })
  if (!session) return null
  const { id, name, role, qualification, observer } = session.user
  return { userId: id, name, role, qualification, observerId: observer?.id ?? null }
}

export async function endSession(db: Tx, sessionId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: now } })
}

export async function endSessionsOf(db: Tx, userId: string, now: Date): Promise<void> {
  await db.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
}
