/** What the web process does once, before its first request, and what it notes when a page fails. */
import type { Instrumentation } from 'next'
import { sessionSecret } from '@/lib/auth/secret'

/** A weak secret would let anybody make themselves an administrator's session: better not to start. */
export function register(): void {
  sessionSecret()
}

/** One structured line; the page shows the same id (app/error.tsx). Routes write theirs in app/_server/respond.ts. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined }
  const requestId = error instanceof Error && 'digest' in error ? String(error.digest) : ''
  const { method } = request
  const path = request.path.split('?')[0]
  const line = {
    level: 'error',
    at: new Date().toISOString(),
    requestId,
    method,
    path,
    route: context.routePath,
    message,
    stack,
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
