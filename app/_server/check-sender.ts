/** Requests that change something must come from a page of ours and be of a type that a foreign form cannot send. */
import { isOwnOrigin } from '@/lib/auth'
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/env'

export const changesNothing = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** @throws AppError `request.foreign` (403) */
export function checkOrigin(request: Request): void {
  if (isOwnOrigin(request.headers.get('origin'), request.headers.get('host'), env().publicUrl)) return
  throw new AppError(
    'request.foreign',
    'This request does not come from a page of Concord. Reload the page and try again.',
    403,
  )
}

/** @throws AppError `request.type` (415) */
export function checkContentType(request: Request, wanted: string): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== wanted) throw new AppError('request.type', `Send this as ${wanted}.`, 415)
}
