/**
 * Acceptance row 19, for every handler of the file tree: what is sent is taken exactly as its schema has it. Unknown keys, operators,
 * `__proto__`, arrays for scalars, wrong paths and queries are refused, with a sentence and without a failure of the server.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ask, type Question } from '../support/ask'
import { handlersOfApp } from '../support/file-tree'
import { askers, makeWorld, type World } from '../support/world'
import { matrix, type Row } from './authorisation-matrix'

const handlers = await handlersOfApp()
let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const rowOf = (what: string): Row => {
  const row = matrix.find((each) => each.what === what)
  if (!row) throw new Error(`Add a row for “${what}” to test/security/authorisation-matrix.ts.`)
  return row
}

/** Somebody who gets past the door. */
function personFor({ may }: Row) {
  const who =
    'anyone' in may
      ? 'anonymous'
      : askers.find((asker) => ('always' in may ? may.always : may.own).some((each) => each === asker))
  return world.people[who ?? 'anonymous']
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Each key of the body, one after the other, made into things that it must not be. */
function spoilt(body: Record<string, unknown>): unknown[] {
  const values: unknown[] = [{ not: '' }, { contains: '' }, [null], { $gt: '' }, { toString: 'x' }]
  return Object.keys(body).flatMap((key) => values.map((value) => ({ ...body, [key]: value })))
}

const wholeBodies = [
  null,
  'text',
  1,
  true,
  [],
  [{}],
  '{',
  '{"a":1',
  '\ufeff{}',
  '',
  '{"__proto__":{"isAdmin":true}}',
  '{"a":{"__proto__":1}}',
]

describe.each(handlers.map((entry) => [entry.what, entry] as const))('%s', (what, { method, handler }) => {
  const row = rowOf(what)
  const question = (): Question => ({ method, ...row.ask?.(world.things.own, world), as: personFor(row) })
  const statusesOf = async (questions: Question[]) => {
    const answers = await Promise.all(questions.map(async (each) => answerOf(await ask(handler, each))))
    return answers.map(({ status, body }, i) => ({ status, body, sent: questions[i]?.body, path: questions[i]?.path }))
  }

  it('refuses a body that is not exactly as it has to be', async () => {
    const given = question()
    const isUpload = given.headers?.['content-type'] === 'application/octet-stream'
    if (method === 'GET' || isUpload) return
    const body = isObject(given.body) ? given.body : {}
    const unknownKeys = [
      { ...body, extra: 1 },
      { ...body, role2: 'administrator' },
      { ...body, constructor: 1 },
    ]
    const bodies = [...wholeBodies, ...unknownKeys, ...spoilt(body)]
    const answers = await statusesOf(
      bodies.map((each) => ({ ...given, body: typeof each === 'string' ? each : JSON.stringify(each) })),
    )
    expect(answers.filter(({ status }) => status !== 400)).toEqual([])
  })

  it('refuses a query that it does not know', async () => {
    const given = question()
    const path = given.path ?? '/api/test'
    const queries = ['__proto__=1', 'id[$ne]=', 'where=1', 'constructor=1'].map(
      (query) => `${path}${path.includes('?') ? '&' : '?'}${query}`,
    )
    const answers = await statusesOf(queries.map((each) => ({ ...given, path: each })))
    expect(answers.filter(({ status }) => status !== 400)).toEqual([])
  })

  it('knows nothing under a path that is no path of its', async () => {
    const given = question()
    if (!given.params || what.includes('[...nextauth]')) return
    const values = ["' or 1=1 --", '..', '%00', '1', 'undefined', '{}', '00000000-0000-0000-0000-00000000000g']
    const paths = values.map((value) => Object.fromEntries(Object.keys(given.params ?? {}).map((key) => [key, value])))
    const answers = await statusesOf(paths.map((params) => ({ ...given, params })))
    expect(answers.filter(({ status }) => status !== 404)).toEqual([])
  })

  it('refuses more than it is ready to read', async () => {
    const given = question()
    const isUpload = given.headers?.['content-type'] === 'application/octet-stream'
    if (method === 'GET' || isUpload) return
    const [answer] = await statusesOf([{ ...given, body: `{"a":"${'x'.repeat(9 * 1024 * 1024)}"}` }])
    expect(answer?.status).toBe(413)
  })
})
