/** The session cookie: an encrypted JWT (next-auth) that holds the id of a session row and nothing else. */
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import { sessionSecret } from './secret'
import { sessionSeconds } from './session'

const content = z.object({ sid: z.uuid() })

export const hasSecureCookies = (): boolean => env().publicUrl.startsWith('https:')

/** `__Host-`: the browser takes it over https only, for this host and no subdomain. */
export const sessionCookieName = (): string => (hasSecureCookies() ? '__Host-concord-session' : 'concord-session')
export const csrfCookieName = (): string => (hasSecureCookies() ? '__Host-concord-csrf' : 'concord-csrf')

/** The id of the session row, or null where the cookie is missing, foreign, changed or run out. */
export async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null
  try {
    const parsed = content.safeParse(await decode({ token: cookie, secret: sessionSecret() }))
    return parsed.success ? parsed.data.sid : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J')) return null
    throw error
  }
}

export const sessionCookieOf = (sessionId: string): Promise<string> =>
  encode({ token: { sid: sessionId }, secret: sessionSecret(), maxAge: sessionSeconds })

/** A Cookie header as a record. */
export function parseCookies(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0) cookies[part.slice(0, at).trim()] = decodeOrKeep(part.slice(at + 1).trim())
  }
  return cookies
}

/** A value that is no valid percent-encoding stays as it is. */
function decodeOrKeep(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch (error) {
    if (error instanceof URIError) return value
    throw error
  }
}
