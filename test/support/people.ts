/**
 * People for tests of services and routes: rows straight in the database, and the cookie that a browser would hold. Passwords are
 * hashed at a low cost; signing in with one hashes it again at the product's.
 */
import { randomUUID } from 'node:crypto'
import { type Actor, hashPassword, sessionCookieName, sessionCookieOf, startSession } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import type { Qualification } from '@/lib/domain/reading'
import { keepObserver } from '@/lib/services/_shared/observer-of'

export const testPassword = 'correct horse battery staple'
const passwordHash = hashPassword(testPassword, { N: 2 ** 10, r: 8, p: 1 })

export type TestPerson = { userId: string; email: string; sessionId: string; cookie: string; actor: Actor }
type Given = { name?: string; qualification?: Qualification; isDisabled?: boolean; studyIds?: string[]; now?: Date }

/** A person with a session, and an observer where the role reads. */
export async function createPerson(role: Role, given: Given = {}): Promise<TestPerson> {
  const { qualification = null, isDisabled = false, studyIds = [], now = new Date() } = given
  const userId = randomUUID()
  const name = given.name ?? `${role} ${userId.slice(0, 8)}`
  const email = `${userId.slice(0, 8)}@example.org`
  const disabledAt = isDisabled ? now : null
  const person = { id: userId, name, email, role, qualification, disabledAt, passwordHash: await passwordHash }
  await database().user.create({ data: person })
  await keepObserver(database(), { userId, name, role, qualification })
  await database().studyMember.createMany({ data: studyIds.map((studyId) => ({ studyId, userId })) })
  const observer = await database().observer.findUnique({ where: { userId }, select: { id: true } })
  const sessionId = await startSession(database(), userId, now)
  const actor = { userId, role, qualification, name, observerId: observer?.id ?? null }
  return { userId, email, sessionId, actor, cookie: `${sessionCookieName()}=${await sessionCookieOf(sessionId)}` }
}
