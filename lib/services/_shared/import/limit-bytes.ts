/** Bodies are counted as they flow: whatever is announced, nothing larger than allowed ever reaches the disk. */
import { Transform } from 'node:stream'
import { AppError } from '@/lib/domain/errors'

const unit = (bytes: number) =>
  bytes >= 1024 ** 3 ? `${Math.round(bytes / 1024 ** 3)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`

export const tooLarge = (name: string, max: number) =>
  new AppError('import.tooLarge', `${name} is larger than ${unit(max)}; send it smaller or split it.`, 413)

/** Passes bytes on and fails with `import.tooLarge` at the first one beyond `max`. `onBytes` hears of every chunk. */
export function limitBytes(name: string, max: number, onBytes?: (bytes: number) => void): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > max) return done(tooLarge(name, max))
      try {
        onBytes?.(chunk.length)
      } catch (error) {
        return done(error instanceof Error ? error : new Error(String(error)))
      }
      done(null, chunk)
    },
  })
}
