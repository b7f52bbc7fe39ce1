/** Asking a route's handler directly, as Next would: the same Request, the same segment, no server in between. */
import type { TestPerson } from './people'

export const testOrigin = 'http://concord.test'

/** What Next calls: a handler that a route.ts exports. */
export type Handler = (request: Request, segment: { params: Promise<unknown> }) => Promise<Response>

export type Question = {
  /** Default GET without a body, POST with one. */
  method?: string
  path?: string
  params?: Record<string, string | string[]>
  as?: Pick<TestPerson, 'cookie'> | null
  /** JSON; a string or bytes are sent as they are. */
  body?: unknown
  /** Take away a header with null. */
  headers?: Record<string, string | null>
}

export function buildRequest({ method, path = '/api/test', as, body, headers = {} }: Question): Request {
  const asked = method ?? (body === undefined ? 'GET' : 'POST')
  const all: Record<string, string | null> = { host: new URL(testOrigin).host, cookie: as?.cookie ?? null, ...headers }
  const changes = asked !== 'GET' && asked !== 'HEAD'
  if (changes) {
    all.origin ??= headers.origin === null ? null : testOrigin
    all['content-type'] ??= headers['content-type'] === null ? null : 'application/json'
  }
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const sent = changes ? (isRaw ? (body as BodyInit) : JSON.stringify(body ?? {})) : undefined
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  return new Request(`${testOrigin}${path}`, { method: asked, headers: given, body: sent })
}

export const ask = (handler: Handler, question: Question = {}): Promise<Response> =>
  handler(buildRequest(question), { params: Promise.resolve(question.params ?? {}) })

export type Answer = { status: number; body: unknown }

/** Status and parsed body, for whole-object assertions. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
