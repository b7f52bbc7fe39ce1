/**
 * next-auth as Concord uses it: credentials only, three actions (csrf, callback/credentials, signout), a token that holds the
 * session's id. It is asked through its classic request/response form, so that the same code runs in the server and in tests.
 */
import NextAuth, { type AuthOptions, type User } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { sessionSecret } from './secret'
import { sessionSeconds } from './session'
import { csrfCookieName, hasSecureCookies, sessionCookieName } from './session-cookie'

export type AuthCalls = {
  /** null: wrong, unknown or disabled; all the same from outside. */
  signIn: (credentials: Record<string, unknown>) => Promise<{ userId: string; sessionId: string } | null>
  signOut: (sessionId: string) => Promise<void>
}

export type AuthRequest = {
  method: string
  action: string[]
  cookies: Record<string, string>
  headers: Record<string, string>
  body: Record<string, unknown>
}
export type AuthAnswer = { status: number; setCookies: string[]; body: unknown }

const cookieOptions = () => ({ httpOnly: true, sameSite: 'lax' as const, path: '/', secure: hasSecureCookies() })

function optionsFor(calls: AuthCalls): AuthOptions {
  return {
    secret: sessionSecret(),
    useSecureCookies: hasSecureCookies(),
    // It warns of an address of its own that is not set; none of its redirects are used here.
    logger: { warn: () => undefined },
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    jwt: { maxAge: sessionSeconds },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookieOptions() },
      csrfToken: { name: csrfCookieName(), options: cookieOptions() },
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (credentials): Promise<(User & { sessionId: string }) | null> => {
          const signedIn = await calls.signIn({ ...credentials })
          return signedIn && { id: signedIn.userId, sessionId: signedIn.sessionId }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && 'sessionId' in user ? { sid: user.sessionId } : { sid: token.sid }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await calls.signOut(token.sid)
      },
    },
  }
}

/** The callback-url cookie is of no use here; only the session's and the CSRF token's go out. */
const isOurs = (cookie: string) => [sessionCookieName(), csrfCookieName()].some((name) => cookie.startsWith(`${name}=`))

export async function askNextAuth(request: AuthRequest, calls: AuthCalls): Promise<AuthAnswer> {
  const headers = new Map<string, unknown>()
  const answer: AuthAnswer = { status: 200, setCookies: [], body: null }
  const response = {
    status(code: number) {
      answer.status = code
      return response
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: unknown) {
      headers.set(name.toLowerCase(), value)
      return response
    },
    json(body: unknown) {
      answer.body = body
    },
    send(body: unknown) {
      answer.body = body
    },
    end: () => undefined,
  }
  const { action, ...rest } = request
  await NextAuth(optionsFor(calls))({ ...rest, query: { nextauth: action } }, response)
  const cookies = headers.get('set-cookie')
  if (Array.isArray(cookies)) answer.setCookies = cookies.map(String).filter(isOurs)
  return answer
}
