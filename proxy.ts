/**
 * First thing that sees a request. It sets headers and turns away what no page of ours sends; it does not decide what a person
 * may do (services do). Uploads of photographs pass by, because a proxy would hold their bodies in memory: their route checks
 * the sender itself, as every route does.
 */
import { type NextRequest, NextResponse } from 'next/server'
import { changesNothing, checkOrigin } from '@/app/_server/check-sender'
import { respondWithError } from '@/app/_server/respond'
import { commonHeaders, pagePolicy } from '@/app/_server/security-headers'
import { env } from '@/lib/env'

export function proxy(request: NextRequest): Response {
  const { pathname, search } = request.nextUrl
  const isApi = pathname === '/api' || pathname.startsWith('/api/')
  if (!changesNothing(request.method)) {
    try {
      checkOrigin(request)
    } catch (cause) {
      return respondWithError(cause, { request, requestId: crypto.randomUUID() })
    }
    if (!isApi && env().isProduction)
      return new Response(null, { status: 405, headers: { ...commonHeaders, allow: 'GET' } })
  }
  if (isApi) return NextResponse.next()
  return page(request, `${pathname}${search}`)
}

function page(request: NextRequest, path: string): Response {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = pagePolicy(nonce, !env().isProduction)
  const headers = new Headers(request.headers)
  headers.set('x-concord-path', path)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries(commonHeaders)) response.headers.set(name, value)
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!_next/static|api/imports/[^/]+/files).*)'] }
