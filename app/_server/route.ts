/**
 * Every handler under /api is made here: sender, session, role, strict parsing, uniform errors, headers. What a person may do
 * to *this* object is decided by the service it calls (lib/auth/access.ts), not here.
 *
 *   export const POST = route({ access: ['administrator'], params: z.strictObject({ id }), body: personRequest,
 *     run: ({ context, params, body }) => changePerson(context, params.id, body) })
 *
 * `run` returns anything JSON, or a Response of its own (images). Methods that are not exported are answered 405 by Next.
 * With `upload: true` the body is not read: `run` streams `request.body` (application/octet-stream).
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Actor, noAccess } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/_shared/context'
import { changesNothing, checkContentType, checkOrigin } from './check-sender'
import { readJson } from './read-body'
import { respond, respondWithError } from './respond'
import { actorOfRequest } from './session'

type Access = readonly Role[] | 'anyone'
type Who<A extends Access> = A extends 'anyone'
  ? { user: Actor | null; context: null }
  : { user: Actor; context: Context }

type RouteSpec<A extends Access, P, Q, B> = {
  /** Roles that may come in at all; `anyone`: signed in or not. Others are told that it does not exist. */
  access: A
  /** Of the path. What does not fit does not exist. */
  params?: z.ZodType<P>
  /** Of the query; without it, a query is refused. */
  query?: z.ZodType<Q>
  body?: z.ZodType<B>
  upload?: boolean
  bodyBytesMax?: number
  run: (asked: Who<A> & { params: P; query: Q; body: B; request: Request; requestId: string; now: Date }) => unknown
}

export type RouteHandler = ((request: Request, segment: { params: Promise<unknown> }) => Promise<Response>) & {
  access: Access
}

const bodyBytesMaxDefault = 1024 * 1024
const nothing = z.strictObject({})

/** @throws never: whatever goes wrong becomes an answer */
export function route<const A extends Access, P = Record<never, never>, Q = Record<never, never>, B = undefined>(
  spec: RouteSpec<A, P, Q, B>,
): RouteHandler {
  const handle = async (request: Request, segment: { params: Promise<unknown> }): Promise<Response> => {
    const asked = { request, requestId: randomUUID() }
    try {
      if (!changesNothing(request.method)) {
        checkOrigin(request)
        checkContentType(request, spec.upload ? 'application/octet-stream' : 'application/json')
      }
      const now = new Date()
      const who = await whoAsks(spec.access, request, now)
      const params = parseParams(spec.params, await segment.params)
      const query = (spec.query ?? nothing).parse(queryOf(request)) as Q
      const body = (spec.body && (await readJson(request, spec.body, spec.bodyBytesMax ?? bodyBytesMaxDefault))) as B
      return respond(await spec.run({ ...who, ...asked, params, query, body, now }), asked)
    } catch (cause) {
      return respondWithError(cause, asked)
    }
  }
  return Object.assign(handle, { access: spec.access })
}

async function whoAsks<A extends Access>(access: A, request: Request, now: Date): Promise<Who<A>> {
  const user = await actorOfRequest(request, now)
  if (access === 'anyone') return { user, context: null } as Who<A>
  if (!user) throw new AppError('session.none', 'You are not signed in, or no longer. Sign in and try again.', 401)
  if (!access.includes(user.role)) throw noAccess()
  return { user, context: { actor: user, now } } as Who<A>
}

function parseParams<P>(schema: z.ZodType<P> | undefined, params: unknown): P {
  const parsed = (schema ?? (nothing as unknown as z.ZodType<P>)).safeParse(schema ? params : {})
  if (!parsed.success) throw noAccess()
  return parsed.data
}

/** A key that comes twice is refused as an array where a text is expected. */
function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null)
  const { searchParams } = new URL(request.url)
  for (const key of searchParams.keys()) {
    const values = searchParams.getAll(key)
    query[key] = values.length === 1 ? (values[0] ?? '') : values
  }
  return query
}
