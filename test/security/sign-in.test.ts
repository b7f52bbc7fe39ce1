/** Acceptance row 15: signing in and out, and what counts from the next request on. */
import { describe, expect, it } from 'vitest'
import { GET, POST } from '@/app/api/auth/[...nextauth]/route'
import { PATCH as changePersonRoute } from '@/app/api/people/[id]/route'
import { POST as createStudyRoute } from '@/app/api/studies/route'
import { sessionCookieName, sessionCookieOf } from '@/lib/auth'
import { database } from '@/lib/db'
import { signIn } from '@/lib/services/sign-in'
import { ask } from '../support/ask'
import { createPerson, testPassword } from '../support/people'

const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
const sessionCookie = (response: Response) =>
  cookiesOf(response).find((c) => c.startsWith(`${sessionCookieName()}=`)) ?? ''

/** A browser that opens the sign-in page: next-auth's CSRF token and its cookie. */
async function openPage(): Promise<{ csrfToken: string; cookie: string }> {
  const response = await ask(GET, { params: { nextauth: ['csrf'] } })
  const { csrfToken } = await response.json()
  return { csrfToken, cookie: cookiesOf(response).join('; ') }
}

async function signInAs(email: string, password: string, already = ''): Promise<Response> {
  const { csrfToken, cookie } = await openPage()
  return ask(POST, {
    params: { nextauth: ['callback', 'credentials'] },
    as: { cookie: [cookie, already].filter(Boolean).join('; ') },
    body: { csrfToken, email, password },
  })
}

/** Is whoever holds this cookie somebody? A request that fails for its body, not for its sender, says yes. */
const isSignedIn = async (cookie: string) => (await ask(createStudyRoute, { as: { cookie }, body: {} })).status === 400

describe('signing in', () => {
  it('gives a cookie that scripts cannot read and other sites cannot send, for a session of twelve hours', async () => {
    const person = await createPerson('researcher')
    const response = await signInAs(person.email, testPassword)
    const [cookie] = response.headers.getSetCookie().filter((c) => c.startsWith(`${sessionCookieName()}=`))
    expect([response.status, await response.json()]).toEqual([200, { signedIn: true }])
    expect(cookie).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    expect(await isSignedIn(sessionCookie(response))).toBe(true)
  })

  it('takes the address in any case', async () => {
    const { email } = await createPerson('researcher')
    expect((await signInAs(email.toUpperCase(), testPassword)).status).toBe(200)
  })

  it('answers the same for a wrong password, an unknown address and a disabled account', async () => {
    const known = await createPerson('researcher')
    const disabled = await createPerson('researcher', { isDisabled: true })
    const tried = [
      await signInAs(known.email, 'not the password'),
      await signInAs('nobody@example.org', testPassword),
      await signInAs(disabled.email, testPassword),
    ]
    const answers = await Promise.all(
      tried.map(async (response) => {
        const { error } = await response.json()
        return [response.status, error.code, error.sentence, sessionCookie(response)]
      }),
    )
    const sentence = 'The e-mail address or the password is not right.'
    expect(answers).toEqual(Array(3).fill([401, 'signIn.refused', sentence, '']))
  })

  it('always starts a new session: one planted before is not the one that is signed in', async () => {
    const attacker = await createPerson('researcher')
    const victim = await createPerson('researcher')
    const response = await signInAs(victim.email, testPassword, attacker.cookie)
    const sessions = await database().session.findMany({ where: { userId: victim.userId }, select: { id: true } })
    expect(sessions.map(({ id }) => id)).not.toContain(attacker.sessionId)
    expect(sessionCookie(response)).not.toBe(attacker.cookie)
    expect([await isSignedIn(sessionCookie(response)), await isSignedIn(attacker.cookie)]).toEqual([true, false])
  })

  it('needs the CSRF token of the page as well', async () => {
    const { email } = await createPerson('researcher')
    const { cookie } = await openPage()
    const params = { nextauth: ['callback', 'credentials'] }
    const response = await ask(POST, {
      params,
      as: { cookie },
      body: { csrfToken: 'made up', email, password: testPassword },
    })
    expect([response.status, sessionCookie(response)]).toEqual([403, ''])
  })

  it('has no other action and no page of its own', async () => {
    const gets = ['signin', 'signout', 'session', 'providers', 'error', 'verify-request']
    const posts = ['signin', 'session', '_log', 'callback']
    const statuses = await Promise.all([
      ...gets.map((name) => ask(GET, { params: { nextauth: [name] } })),
      ...posts.map((name) => ask(POST, { params: { nextauth: [name] }, body: { csrfToken: 'x' } })),
    ])
    expect(statuses.map(({ status }) => status)).toEqual(Array(gets.length + posts.length).fill(404))
  })

  it('hashes a password again that was stored at a lower cost', async () => {
    const person = await createPerson('observer')
    await signInAs(person.email, testPassword)
    const { passwordHash } = await database().user.findUniqueOrThrow({ where: { id: person.userId } })
    expect(passwordHash).toMatch(/^scrypt\$65536\$8\$2\$/)
    expect((await signInAs(person.email, testPassword)).status).toBe(200)
  })
})

describe('a session ends with the next request', () => {
  it('after signing out, also for a copy of the cookie', async () => {
    const person = await createPerson('researcher')
    const { csrfToken, cookie } = await openPage()
    const as = { cookie: `${cookie}; ${person.cookie}` }
    const before = await isSignedIn(person.cookie)
    const response = await ask(POST, { params: { nextauth: ['signout'] }, as, body: { csrfToken } })
    expect([before, await response.json(), await isSignedIn(person.cookie)]).toEqual([true, { signedOut: true }, false])
  })

  it('not after a sign-out that some other page asks for', async () => {
    const person = await createPerson('researcher')
    await ask(POST, { params: { nextauth: ['signout'] }, as: person, body: { csrfToken: 'made up' } })
    expect(await isSignedIn(person.cookie)).toBe(true)
  })

  it('when the person is disabled, and does not come back when they are enabled', async () => {
    const [person, administrator] = [await createPerson('researcher'), await createPerson('administrator')]
    const set = (disabled: boolean) =>
      ask(changePersonRoute, { method: 'PATCH', params: { id: person.userId }, as: administrator, body: { disabled } })
    const seen = [await isSignedIn(person.cookie)]
    await set(true)
    seen.push(await isSignedIn(person.cookie))
    await set(false)
    seen.push(await isSignedIn(person.cookie))
    expect(seen).toEqual([true, false, false])
  })

  it('as what it was, when the role changes', async () => {
    const [person, administrator] = [await createPerson('researcher'), await createPerson('administrator')]
    const body = { role: 'observer', qualification: 'trainedObserver' }
    await ask(changePersonRoute, { method: 'PATCH', params: { id: person.userId }, as: administrator, body })
    const response = await ask(createStudyRoute, { as: person, body: { name: 'Not theirs any more' } })
    expect(response.status).toBe(404)
  })

  it('when it has run out', async () => {
    const thirteenHoursAgo = new Date(Date.now() - 13 * 60 * 60 * 1000)
    const person = await createPerson('researcher', { now: thirteenHoursAgo })
    expect(await isSignedIn(person.cookie)).toBe(false)
  })

  it('when its cookie is changed, cut, foreign, or names a session that is not there', async () => {
    const { cookie } = await createPerson('researcher')
    const name = sessionCookieName()
    const bad = [
      cookie.slice(0, -4),
      `${cookie.slice(0, -6)}AAAAAA`,
      `${name}=nonsense`,
      `${name}=`,
      `${name}=%E0%A4%A`,
      `${name}=%E0%A4`,
      `${name}=${await sessionCookieOf('5a0e6f1e-2f4c-4f7c-9d43-1f2a3b4c5d6e')}`,
      `${name}=${await sessionCookieOf("' or 1=1 --")}`,
    ]
    expect(await Promise.all(bad.map(isSignedIn))).toEqual(bad.map(() => false))
  })
})

describe('guessing', () => {
  const now = new Date('2026-03-01T10:00:00Z')
  const waits = () => {
    const delays: number[] = []
    return { delays, clock: { now, wait: async (ms: number) => void delays.push(ms) } }
  }

  it('gets slower for an account, whether it exists or not, and its owner still gets in', async () => {
    const { email } = await createPerson('observer')
    const { delays, clock } = waits()
    const unknown = waits()
    for (let i = 0; i < 6; i++) {
      await signIn({ email, password: 'wrong', address: `10.0.0.${i}` }, clock)
      await signIn({ email: 'unknown@example.org', password: 'wrong', address: `10.0.1.${i}` }, unknown.clock)
    }
    expect([delays, unknown.delays]).toEqual([
      [1000, 2000, 4000],
      [1000, 2000, 4000],
    ])
    expect(await signIn({ email, password: testPassword, address: '10.0.2.1' }, clock)).not.toBeNull()
    expect(delays.at(-1)).toBe(8000)
  })

  it('is forgotten for the account once its owner is in, and after a quarter of an hour', async () => {
    const { email } = await createPerson('observer')
    const { delays, clock } = waits()
    for (let i = 0; i < 3; i++) await signIn({ email, password: 'wrong', address: '10.1.0.1' }, clock)
    await signIn({ email, password: testPassword, address: '10.1.0.2' }, clock)
    await signIn({ email, password: 'wrong', address: '10.1.0.3' }, clock)
    expect(delays).toEqual([1000])
    for (let i = 0; i < 3; i++) await signIn({ email, password: 'wrong', address: '10.1.0.4' }, clock)
    const later = { ...clock, now: new Date(now.getTime() + 16 * 60 * 1000) }
    await signIn({ email, password: 'wrong', address: '10.1.0.5' }, later)
    expect(delays).toEqual([1000, 1000])
  })

  it('from one address is bounded also when many guesses are sent at once', async () => {
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const address = '10.2.0.1'
    const clock = { now, wait: () => gate }
    const { email } = await createPerson('observer')
    for (let i = 0; i < 3; i++) await signIn({ email, password: 'wrong', address: '10.2.0.2' }, clock)
    const guesses = Array.from({ length: 8 }, (_, i) => signIn({ email, password: `guess ${i}`, address }, clock))
    const settled = Promise.allSettled(guesses)
    open()
    const outcomes = (await settled).map((o) => (o.status === 'fulfilled' ? 'wrong' : o.reason.code))
    expect(outcomes).toEqual([...Array(5).fill('wrong'), ...Array(3).fill('signIn.slowly')])
    expect(await signIn({ email, password: testPassword, address }, clock)).not.toBeNull()
  })

  it('leaves no addresses in the table', async () => {
    await signIn({ email: 'listed@example.org', password: 'x', address: '10.3.0.1' }, waits().clock)
    const keys = (await database().signInAttempt.findMany({ select: { key: true } })).map(({ key }) => key)
    expect(keys.every((key) => /^(account|address):[0-9a-f]{32}$/.test(key))).toBe(true)
  })
})
