/**
 * Photographs one after the other, each prepared while the one before is looked at. A file that is no photograph, or that
 * kills the process which decodes it, costs itself: its sentence takes its place.
 */
import { AppError } from '@/lib/domain/errors'
import {
  createPhotographDecoder,
  type PhotographDecoder,
  type PhotographView,
  type PreprocessSettings,
} from '@/lib/vision'
import { readFileWhole } from './read-file-whole'

export type Looked<Result> = { photograph: string } & ({ result: Result } | { error: string })

/**
 * @param photographs files, as they were named
 * @throws the signal's reason when it is aborted, and whatever is not the photograph's fault
 */
export async function* lookAtPhotographs<Result>(
  photographs: readonly string[],
  settings: PreprocessSettings,
  look: (view: PhotographView, photograph: string) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Looked<Result>> {
  const decoder = createPhotographDecoder()
  try {
    let next = prepareOne(photographs[0], decoder, settings)
    for (const [i, photograph] of photographs.entries()) {
      signal.throwIfAborted()
      const prepared = await next
      next = prepareOne(photographs[i + 1], decoder, settings)
      if ('fatal' in prepared) throw prepared.fatal
      if ('error' in prepared) yield { photograph, error: prepared.error }
      else yield { photograph, result: await look(prepared.photograph, photograph) }
    }
  } finally {
    await decoder.close()
  }
}

type Preparing = { photograph: PhotographView } | { error: string } | { fatal: unknown }

/** Never rejects: it may be over long before anybody asks. */
async function prepareOne(
  file: string | undefined,
  decoder: PhotographDecoder,
  settings: PreprocessSettings,
): Promise<Preparing> {
  if (file === undefined) return { fatal: undefined }
  try {
    return { photograph: await decoder.view(await readFileWhole(file), settings) }
  } catch (error) {
    return error instanceof AppError && error.status < 500 ? { error: error.sentence } : { fatal: error }
  }
}
