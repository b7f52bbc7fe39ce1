/** What the web process does once, before its first request, and what it notes when a page fails. */
import type { Instrumentation } from 'next'

/** A weak secret would let anybody make themselves an administrator's session: better not to start. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the bundler replaces exactly this text, and leaves the rest out of what runs elsewhere
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { sessionSecret } = await import('@/lib/auth/secret')
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
  console.error(JSON.stringify(line))
}
