/** The door for files from outside: their type is looked at here, everything else happens in the child process. */
import { AppError } from '@/lib/domain/errors'
import type { Mask } from './decode-mask'
import { DecodeProcess, type DecodeProcessOptions } from './decode-process'
import { maskSchema, preparedSchema, viewSchema } from './messages'
import type { PreparedPhotograph } from './prepare-photograph'
import type { Decoding } from './read-pixels'
import { type PreprocessSettings, preprocessSettingsSchema } from './settings'
import { type PhotographType, sniffType } from './sniff-type'
import type { PhotographView } from './view-photograph'

export type PhotographDecoder = {
  /**
   * @throws AppError, whose sentence does not name the file (the caller knows it): `photograph.unsupported` (not a JPEG,
   * PNG or TIFF), `photograph.unreadable`, `photograph.decoderDied` (on this file), `photograph.tooLarge`, `photograph.tooSmall`, `photograph.noFieldOfView`
   */
  prepare(bytes: Buffer, settings?: Partial<PreprocessSettings>): Promise<PreparedPhotograph>
  /**
   * Only what the networks see, as pixels: nothing is coded, hashed or made for people to look at.
   * @param decoding `half` is faster for large JPEGs and differs a little (see `Decoding`)
   * @throws AppError as `prepare`
   */
  view(bytes: Buffer, settings?: Partial<PreprocessSettings>, decoding?: Decoding): Promise<PhotographView>
  /** A lesion mask. @throws AppError as `prepare`, and `mask.unsupported` for a JPEG */
  decodeMask(bytes: Buffer): Promise<Mask>
  /** Ends the child process. */
  close(): Promise<void>
}

const defaults: DecodeProcessOptions = { timeLimitMs: 60_000, heapMegabytesMax: 512 }

/** A decoder with one child process of its own, started with the first photograph. */
export function createPhotographDecoder(options: Partial<DecodeProcessOptions> = {}): PhotographDecoder {
  const process = new DecodeProcess({ ...defaults, ...options })
  return {
    async prepare(bytes, settings = {}) {
      const type = typeOf(bytes)
      const complete = preprocessSettingsSchema.parse(settings)
      return preparedSchema.parse(await process.run({ task: 'prepare', id: 0, bytes, type, settings: complete }))
    },
    async view(bytes, settings = {}, decoding = 'whole') {
      const type = typeOf(bytes)
      const complete = preprocessSettingsSchema.parse(settings)
      return viewSchema.parse(await process.run({ task: 'view', id: 0, bytes, type, settings: complete, decoding }))
    },
    async decodeMask(bytes) {
      const type = typeOf(bytes)
      return maskSchema.parse(await process.run({ task: 'mask', id: 0, bytes, type }))
    },
    close: () => process.close(),
  }
}

let shared: PhotographDecoder | undefined

/** One mask, in a child process that all callers share and that does not keep their process alive. */
export function decodeMask(bytes: Buffer): Promise<Mask> {
  shared ??= createPhotographDecoder()
  return shared.decodeMask(bytes)
}

function typeOf(bytes: Buffer): PhotographType {
  if (bytes.length === 0) throw new AppError('photograph.unreadable', 'The file is empty.', 422)
  const type = sniffType(bytes)
  if (type) return type
  throw new AppError(
    'photograph.unsupported',
    'The file is not a JPEG, PNG or TIFF picture, whatever its name says; save the photograph as one of these.',
    415,
  )
}
