/** From a request's cookies to who asks: always by way of the database. */
import { type Actor, actorOfSession, parseCookies, sessionCookieName, sessionIdOf } from '@/lib/auth'
import { database } from '@/lib/db'

export async function actorOfCookie(cookie: string | undefined, now: Date): Promise<Actor | null> {
  const sessionId = await sessionIdOf(cookie)
  return sessionId ? actorOfSession(database(), sessionId, now) : null
}

export const sessionCookieOfRequest = (request: Request): string | undefined =>
  parseCookies(request.headers.get('cookie'))[sessionCookieName()]

export const actorOfRequest = (request: Request, now: Date): Promise<Actor | null> =>
  actorOfCookie(sessionCookieOfRequest(request), now)
