/** Job `ingest-photograph`: one stored file becomes a photograph, or is listed with the reason why not. */
import type { JobHandler } from '@/lib/jobs'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'

export const ingestPhotographJob: JobHandler<'ingest-photograph'> = async (
  { importFileId },
  { now, log, signal, isLastAttempt },
) => {
  // Whoever is told to end has not failed: the file stays open, and the next worker that starts takes it up.
  const isLast = () => isLastAttempt && !signal.aborted
  const outcome = await ingestPhotograph(importFileId, { now: now(), isLast })
  if (outcome) log('photograph.ingested', { importFileId, ...outcome })
}
