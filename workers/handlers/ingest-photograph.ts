/** Job `ingest-photograph`: one stored file becomes a photograph, or is listed with the reason why not. */
import type { JobHandler } from '@/lib/jobs'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'

export const ingestPhotographJob: JobHandler<'ingest-photograph'> = async ({ importFileId }, { now, log }) => {
  const outcome = await ingestPhotograph(importFileId, { now: now() })
  if (outcome) log('photograph.ingested', { importFileId, ...outcome })
}
