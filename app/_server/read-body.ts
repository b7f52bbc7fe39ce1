/** The body of a request, read with a limit and parsed strictly. */
import type { z } from 'zod'
import { AppError } from '@/lib/domain/errors'

const tooLarge = (bytesMax: number) =>
  new AppError(
    'request.tooLarge',
    `The request is larger than ${Math.floor(bytesMax / 1024)} kB. Send less at a time.`,
    413,
  )

async function readText(request: Request, bytesMax: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body.getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.byteLength
    if (bytes > bytesMax) {
      await reader.cancel()
      throw tooLarge(bytesMax)
    }
    chunks.push(read.value)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new AppError('request.invalid', 'The request is not UTF-8 text.', 400)
  }
}

/** JSON.parse makes `__proto__` an own key; no schema of ours has such keys at any depth. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new AppError('request.invalid', 'The request has a key that is not allowed.', 400)
  return value
}

/** @throws AppError `request.tooLarge`, `request.invalid`; ZodError */
export async function readJson<T>(request: Request, schema: z.ZodType<T>, bytesMax: number): Promise<T> {
  const text = await readText(request, bytesMax)
  let value: unknown
  try {
    value = JSON.parse(text, refuseProto)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('request.invalid', 'The request is no JSON.', 400)
  }
  return schema.parse(value)
}
