/**
 * Signing in and out, by next-auth: its CSRF token on top of the sender check that every route has. Its other actions and its
 * own pages do not exist here.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { route } from '@/app/_server/route'
import { sessionCookieOfRequest } from '@/app/_server/session'
import { noAccess, parseCookies, sessionIdOf } from '@/lib/auth'
import { type AuthAnswer, type AuthCalls, askNextAuth } from '@/lib/auth/next-auth'
import { AppError } from '@/lib/domain/errors'
import { signIn } from '@/lib/services/sign-in'
import { signOut } from '@/lib/services/sign-out'

const params = z.strictObject({ nextauth: z.array(z.string()) })
const body = z.strictObject({
  csrfToken: z.string().max(200),
  email: z.string().max(200).optional(),
  password: z.string().max(200).optional(),
})

export const GET = route({
  access: 'anyone',
  params,
  run: async ({ params, request }) => {
    if (params.nextauth.join('/') !== 'csrf') throw noAccess()
    const answer = await ask(request, params.nextauth, {}, { signIn: async () => null, signOut: async () => undefined })
    return withCookies(answer.body, answer)
  },
})

export const POST = route({
  access: 'anyone',
  params,
  body,
  run: async ({ params, body, request, now }) => {
    switch (params.nextauth.join('/')) {
      case 'callback/credentials':
        return signInWith(request, params.nextauth, body, now)
      case 'signout': {
        let asked = false
        const calls: AuthCalls = {
          signIn: async () => null,
          signOut: async (sessionId) => {
            asked = true
            await signOut(sessionId, now)
          },
        }
        const answer = await ask(request, params.nextauth, body, calls)
        return withCookies({ signedOut: asked }, answer)
      }
      default:
        throw noAccess()
    }
  },
})

async function signInWith(
  request: Request,
  action: string[],
  body: Record<string, unknown>,
  now: Date,
): Promise<Response> {
  let outcome: { userId: string; sessionId: string } | null | undefined
  let failure: unknown
  const calls: AuthCalls = {
    signIn: async ({ email, password }) => {
      try {
        const credentials = {
          email: String(email ?? ''),
          password: String(password ?? ''),
          address: addressOf(request),
        }
        outcome = await signIn(credentials, { now, wait: async (ms) => void (await wait(ms)) })
        return outcome
      } catch (cause) {
        failure = cause
        throw cause
      }
    },
    signOut: async () => undefined,
  }
  const answer = await ask(request, action, body, calls)
  if (failure) throw failure
  if (outcome === undefined) {
    throw new AppError('request.foreign', 'The page was open for too long. Reload it and sign in again.', 403)
  }
  if (outcome === null) throw new AppError('signIn.refused', 'The e-mail address or the password is not right.', 401)
  await endSessionBefore(request, now)
  return withCookies({ signedIn: true }, answer)
}

/** Whoever was signed in on this browser before is not any more. */
async function endSessionBefore(request: Request, now: Date): Promise<void> {
  const before = await sessionIdOf(sessionCookieOfRequest(request))
  if (before) await signOut(before, now)
}

/**
 * The last entry is the one that the nearest proxy (or Next itself) wrote. Somebody who reaches the server directly can make it
 * up: the delay by account does not depend on it.
 */
const addressOf = (request: Request) => request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown'

function ask(request: Request, action: string[], body: Record<string, unknown>, calls: AuthCalls): Promise<AuthAnswer> {
  const cookies = parseCookies(request.headers.get('cookie'))
  return askNextAuth({ method: request.method, action, cookies, headers: {}, body: { ...body, json: 'true' } }, calls)
}

function withCookies(body: unknown, answer: AuthAnswer): Response {
  const response = Response.json(body)
  for (const cookie of answer.setCookies) response.headers.append('set-cookie', cookie)
  return response
}
