/**
 * A worker starts: every photograph that was received and is not finished gets its job again, whatever became of the first
 * one. Doing the work twice changes nothing, and a job that waits already is not doubled.
 */
import { database, inTransaction } from '@/lib/db'
import { enqueueAll } from '@/lib/jobs'
import { photographFile } from './_shared/import/settle-import'

/** @returns how many photographs wait */
export async function requeueReceivedFiles(): Promise<number> {
  // A folder from the command line is decoded by the command itself; a worker would look for its bytes in vain.
  const files = await database().importFile.findMany({
    where: { state: 'received', import: { origin: 'page' }, ...photographFile },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  if (files.length === 0) return 0
  const payloads = files.map(({ id }) => ({ importFileId: id }))
  await inTransaction((tx) => enqueueAll(tx, 'ingest-photograph', payloads))
  return files.length
}
