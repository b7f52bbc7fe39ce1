/** A received file becomes a photograph (worker). The rule is _shared/import/ingest-file; here it meets the process' decoder. */
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'
import { type IngestOutcome, ingestFile } from './_shared/import/ingest-file'

let shared: PhotographDecoder | undefined

/** One decoder a process: its child is started with the first photograph and does not keep the process alive. */
const decoderOfProcess = () => {
  shared ??= createPhotographDecoder()
  return shared
}

/** @returns undefined when there is nothing (any more) to do */
export function ingestPhotograph(
  importFileId: string,
  { now, decoder = decoderOfProcess() }: { now: Date; decoder?: Pick<PhotographDecoder, 'prepare'> },
): Promise<IngestOutcome | undefined> {
  return ingestFile(importFileId, { decoder, actor: 'system', now })
}
