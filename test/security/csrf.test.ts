/**
 * Acceptance row 16, for every handler of the file tree that can change something: a request that no page of ours sent is refused
 * and changes nothing, however good its cookie. And nothing that is asked for with GET has an effect.
 */

import { NextRequest } from 'next/server'
import { beforeAll, describe, expect, it } from 'vitest'
import { proxy } from '@/proxy'
import { ask, buildRequest, testOrigin } from '../support/ask'
import { handlersOfApp } from '../support/file-tree'
import { fingerprint } from '../support/fingerprint'
import { askers, makeWorld, type World } from '../support/world'
import { matrix } from './authorisation-matrix'

const handlers = await handlersOfApp()
const changing = handlers.filter(({ method }) => method !== 'GET' && method !== 'HEAD')
const reading = handlers.filter(({ method }) => method === 'GET' || method === 'HEAD')

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const questionFor = (what: string) => {
  const row = matrix.find((each) => each.what === what)
  if (!row) throw new Error(`Add a row for “${what}” to test/security/authorisation-matrix.ts.`)
  return row.ask?.(world.things.own, world) ?? {}
}

/** Headers that a page of another site can make a browser send, with our cookie on it. */
const foreignSenders: Record<string, Record<string, string | null>> = {
  'no origin': { origin: null },
  'a foreign origin': { origin: 'https://evil.example' },
  'an origin that ends like ours': { origin: `${testOrigin}.evil.example` },
  'our host on another port': { origin: `${testOrigin}:8080` },
  'the opaque origin': { origin: 'null' },
}
const foreignTypes = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/plain; application/json',
  null,
]

describe.each(changing.map((entry) => [entry.what, entry] as const))('%s', (what, { method, handler }) => {
  it('refuses every foreign sender and every type that a form can send, and changes nothing', async () => {
    const before = await fingerprint()
    const statuses: Record<string, number[]> = {}
    for (const asker of ['researcher', 'administrator', 'observer', 'adjudicator'] as const) {
      const question = { method, ...questionFor(what), as: world.people[asker] }
      for (const [name, headers] of Object.entries(foreignSenders)) {
        const response = await ask(handler, { ...question, headers: { ...question.headers, ...headers } })
        statuses[name] = [...(statuses[name] ?? []), response.status]
      }
      for (const type of foreignTypes) {
        const response = await ask(handler, { ...question, headers: { 'content-type': type } })
        statuses[`type ${type}`] = [...(statuses[`type ${type}`] ?? []), response.status]
      }
    }
    const refused = (status: number) => Array(4).fill(status)
    expect(statuses).toEqual({
      ...Object.fromEntries(Object.keys(foreignSenders).map((name) => [name, refused(403)])),
      ...Object.fromEntries(foreignTypes.map((type) => [`type ${type}`, refused(415)])),
    })
    expect(await fingerprint()).toEqual(before)
  })

  it('has no effect when it is asked for with GET', async () => {
    const before = await fingerprint()
    const { body: _left, ...question } = questionFor(what)
    const asGet = handlers.find((entry) => entry.what === what.replace(method, 'GET'))
    if (asGet) await ask(asGet.handler, { ...question, method: 'GET', as: world.people.administrator })
    expect(await fingerprint()).toEqual(before)
  })
})

describe.each(reading.map((entry) => [entry.what, entry] as const))('%s', (what, { method, handler }) => {
  it('changes nothing, whoever asks', async () => {
    const before = await fingerprint()
    for (const asker of askers) {
      const response = await ask(handler, { method, ...questionFor(what), as: world.people[asker] })
      await response.arrayBuffer()
    }
    expect(await fingerprint()).toEqual(before)
  })
})

describe('the proxy', () => {
  const statusOf = (path: string, headers: Record<string, string | null>) => {
    const request = buildRequest({ method: 'POST', path, headers })
    return proxy(new NextRequest(request)).status
  }

  it('turns foreign senders away before any route sees them, next-auth’s included', () => {
    const paths = ['/api/studies', '/api/auth/callback/credentials', '/api/auth/signout', '/api/nowhere', '/people']
    const statuses = paths.flatMap((path) => Object.values(foreignSenders).map((headers) => statusOf(path, headers)))
    expect(statuses).toEqual(Array(paths.length * Object.keys(foreignSenders).length).fill(403))
  })

  it('lets our own pages through', () => {
    expect(statusOf('/api/studies', {})).toBe(200)
  })

  it('gives every page a policy of its own, with no inline script but its own', () => {
    const policies = [1, 2].map(
      () => proxy(new NextRequest(`${testOrigin}/people`)).headers.get('content-security-policy') ?? '',
    )
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic'/)
    expect(policies[0]).toMatch(/object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'/)
    expect(policies[0]).not.toBe(policies[1])
  })
})
