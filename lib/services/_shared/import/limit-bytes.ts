/** Bodies are counted as they flow: whatever is announced, nothing larger than allowed ever reaches the disk. */
import { Readable } from 'node:stream'
import { AppError } from '@/lib/domain/errors'

const unit = (bytes: number) =>
  bytes >= 1024 ** 3 ? `${Math.round(bytes / 1024 ** 3)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`

export const tooLarge = (name: string, max: number) =>
  new AppError('import.tooLarge', `${name} is larger than ${unit(max)}; send it smaller or split it.`, 413)

/** Hears of every chunk and may throw to stop the file. */
export type Counted = (bytes: number) => void

/** Passes chunks on. @throws AppError `import.tooLarge` at the first byte beyond `max` */
export async function* limitBytes(
  body: AsyncIterable<Buffer>,
  name: string,
  max: number,
  onBytes?: Counted,
): AsyncGenerator<Buffer> {
  let seen = 0
  for await (const chunk of body) {
    seen += chunk.length
    if (seen > max) throw tooLarge(name, max)
    onBytes?.(chunk.length)
    yield chunk
  }
}

/** The same as a stream. It is pulled, not pushed: an error of the body is met by whoever reads, and never by nobody. */
export function limited(body: Readable, name: string, max: number, onBytes?: Counted): Readable {
  // An error that comes early is met by whoever reads.
  body.on('error', () => undefined)
  return Readable.from(limitBytes(body, name, max, onBytes))
}
