/** From what a handler returns or throws to a Response; a failure of the server becomes one structured line in the log. */
import { z } from 'zod'
import type { ErrorAnswer } from '@/lib/contracts/error'
import { AppError } from '@/lib/domain/errors'
import { dataHeaders } from './security-headers'

type Asked = { request: Request; requestId: string }

const headersFor = (requestId: string) => ({ ...dataHeaders, 'x-request-id': requestId })

/** JSON, or the handler's own Response with the headers that it does not set itself. */
export function respond(result: unknown, { requestId }: Asked): Response {
  if (!(result instanceof Response)) return Response.json(result ?? {}, { headers: headersFor(requestId) })
  for (const [name, value] of Object.entries(headersFor(requestId))) {
    if (!result.headers.has(name)) result.headers.set(name, value)
  }
  return result
}

export function respondWithError(cause: unknown, asked: Asked): Response {
  const error = toAppError(cause)
  if (error.status >= 500) logFailure(cause, error, asked)
  const { code, sentence, status, details } = error
  const answer: ErrorAnswer = { error: { code, sentence, requestId: asked.requestId, details } }
  return Response.json(answer, { status, headers: headersFor(asked.requestId) })
}

/** A ZodError that reaches this place comes from parsing a request; where and what is wrong becomes the sentence. */
function toAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  if (cause instanceof z.ZodError) {
    const issue = cause.issues[0]
    const place = issue?.path.length ? `“${issue.path.join('.')}”: ` : ''
    return new AppError('request.invalid', `The request is not understood. ${place}${issue?.message ?? ''}`, 400)
  }
  if (isDatabaseAway(cause)) {
    return new AppError(
      'database.away',
      'The database cannot be reached at the moment. Nothing was lost; try again in a few seconds.',
      503,
    )
  }
  return new AppError(
    'server.failed',
    'The server could not do this. Try again; if it fails again, tell the administrator the request id.',
    500,
  )
}

/** Prisma's codes for: not reachable, too slow to reach, too slow to answer, connection closed. */
const isDatabaseAway = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && /^P10(01|02|08|17)$/.test(String(cause.code))

function logFailure(cause: unknown, { code, status }: AppError, { request, requestId }: Asked): void {
  const { message, stack } = cause instanceof Error ? cause : { message: String(cause), stack: undefined }
  const path = new URL(request.url).pathname
  const line = {
    level: 'error',
    at: new Date().toISOString(),
    requestId,
    method: request.method,
    path,
    status,
    code,
    message,
    stack,
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
