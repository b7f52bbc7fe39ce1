/**
 * A picture as an answer: right type, never sniffed, nothing in it runs, kept by this browser only, and no name anywhere.
 * Shared by the routes that address it by photograph (researchers, adjudicators) and by lease (graders).
 */
import type { Readable } from 'node:stream'
import { AppError } from '@/lib/domain/errors'
import { blobs } from './stores'
import { webStreamOf } from './web-stream'

export const imageVariants = ['original', 'display', 'thumbnail', 'plain800', 'contrast800'] as const
export type ImageVariant = (typeof imageVariants)[number]

export type PicturedPhotograph = {
  originalSha256: string
  originalType: string
  displaySha256: string
  thumbnailSha256: string
  plain800Sha256: string
  contrast800Sha256: string
}

const hashOf: Record<ImageVariant, (photograph: PicturedPhotograph) => string> = {
  original: (photograph) => photograph.originalSha256,
  display: (photograph) => photograph.displaySha256,
  thumbnail: (photograph) => photograph.thumbnailSha256,
  plain800: (photograph) => photograph.plain800Sha256,
  contrast800: (photograph) => photograph.contrast800Sha256,
}

/** A file under a hash never changes, so a browser that has it asks only whether it still may see it. */
const headers = (etag: string) => ({
  etag,
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'content-disposition': 'inline',
})

/** The caller has checked that the asker may see it. @param request for its If-None-Match */
export async function imageResponse(
  photograph: PicturedPhotograph,
  variant: ImageVariant,
  request?: Request,
): Promise<Response> {
  const sha256 = hashOf[variant](photograph)
  const etag = `"${sha256}"`
  if (request?.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: headers(etag) })
  const { stream, bytes } = await blobs().open(sha256)
  const type = variant === 'original' ? photograph.originalType : await typeOf(stream, variant)
  return new Response(webStreamOf(stream), {
    headers: { ...headers(etag), 'content-type': type, 'content-length': String(bytes) },
  })
}

/** Of the pictures that Concord made itself; their first bytes say what they are. */
async function typeOf(stream: Readable, variant: ImageVariant): Promise<string> {
  const start = await firstBytes(stream, 12)
  if (start.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (start.subarray(1, 4).toString('latin1') === 'PNG') return 'image/png'
  if (start.subarray(8, 12).toString('latin1') === 'WEBP') return 'image/webp'
  throw new AppError('image.type', `The stored ${variant} picture is no picture; import the photograph again.`, 500)
}

async function firstBytes(stream: Readable, count: number): Promise<Buffer> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk)
    stream.unshift(bytes)
    return bytes.subarray(0, count)
  }
  return Buffer.alloc(0)
}
