/** A received file becomes a photograph (worker). The rule is _shared/import/ingest-file; here it meets the process' decoder. */
import { AppError } from '@/lib/domain/errors'
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'
import { type IngestOutcome, ingestFile, rejectFile } from './_shared/import/ingest-file'

let shared: PhotographDecoder | undefined

/** One decoder a process: its child is started with the first photograph and does not keep the process alive. */
const decoderOfProcess = () => {
  shared ??= createPhotographDecoder()
  return shared
}

export type IngestAttempt = {
  now: Date
  /** Asked when it failed: will nobody try again? The file is then rejected with the reason instead of waiting for ever. */
  isLast?: () => boolean
  decoder?: Pick<PhotographDecoder, 'prepare'>
}

/** @returns undefined when there is nothing (any more) to do */
export async function ingestPhotograph(
  importFileId: string,
  { now, isLast = () => false, decoder = decoderOfProcess() }: IngestAttempt,
): Promise<IngestOutcome | undefined> {
  const tools = { decoder, actor: 'system', now }
  try {
    return await ingestFile(importFileId, tools)
  } catch (error) {
    if (!isLast()) throw error
    const reason = error instanceof AppError ? error.sentence : 'something failed that the worker’s log tells.'
    const outcome = await rejectFile(importFileId, tools, reason)
    // The reason itself must reach the log.
    if (!(error instanceof AppError)) throw error
    return outcome
  }
}
