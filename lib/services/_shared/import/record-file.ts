/**
 * A file has arrived: its row and the job that will look at it are written in one transaction, so that there is never the
 * one without the other. The same name with the same bytes is the same file, and answered with the first one's id.
 */
import { database, inTransaction, type Tx } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { enqueue } from '@/lib/jobs'

export type ArrivedFile = { importId: string; name: string; sha256: string; bytes: number }
export type FileState = 'received' | 'rejected'

/**
 * Writes the row of a file once.
 * @returns isNew false where the same file came before: nothing was changed
 * @throws AppError `import.sameName` where the name came with other bytes, `import.closed` for a new file of a closed import
 */
export async function recordFile(
  tx: Tx,
  arrived: ArrivedFile,
  entry: { state: FileState; sentence: string; now: Date },
): Promise<{ fileId: string; isNew: boolean }> {
  const before = await knownFile(tx, arrived)
  if (before) return { fileId: before, isNew: false }
  await requireOpen(tx, arrived.importId)
  const { state, sentence, now } = entry
  const [created] = await tx.importFile.createManyAndReturn({
    data: [{ ...arrived, state, sentence, updatedAt: now }],
    skipDuplicates: true,
    select: { id: true },
  })
  if (created) return { fileId: created.id, isNew: true }
  const first = await knownFile(tx, arrived)
  if (!first) throw new AppError('import.none', 'There is no such import, or you may not see it.', 404)
  return { fileId: first, isNew: false }
}

/** Takes a photograph in for the worker. */
export function recordPhotograph(arrived: ArrivedFile, now: Date): Promise<{ fileId: string }> {
  return inTransaction(async (tx) => {
    const { fileId } = await recordFile(tx, arrived, { state: 'received', sentence: '', now })
    // Sent again while it waits: its first job may have been given up.
    if ((await tx.importFile.count({ where: { id: fileId, state: 'received' } })) > 0)
      await enqueue(tx, 'ingest-photograph', { importFileId: fileId })
    return { fileId }
  })
}

async function knownFile(tx: Tx, { importId, name, sha256 }: ArrivedFile): Promise<string | undefined> {
  const known = await tx.importFile.findUnique({
    where: { importId_name: { importId, name } },
    select: { id: true, sha256: true },
  })
  if (known && known.sha256 !== sha256) {
    throw new AppError(
      'import.sameName',
      `${name} came before in this import, with other content; send it under another name.`,
      409,
    )
  }
  return known?.id
}

/**
 * May bytes of that name be stored? A closed import still answers what it knows, but keeps no more bytes: nobody would ever
 * throw them away.
 * @throws AppError `import.closed` where the import is closed and never had a file of that name
 */
export async function keepsBytes(importId: string, name: string): Promise<boolean> {
  const row = await database().import.findUnique({
    where: { id: importId },
    select: { state: true, files: { where: { name }, select: { id: true } } },
  })
  if (row?.state === 'open') return true
  if (!row || row.files.length === 0) throw closed()
  return false
}

const closed = () =>
  new AppError('import.closed', 'This import has been closed; start another one for more files.', 409)

/** Holds the import open until the transaction ends: closing waits. */
async function requireOpen(tx: Tx, importId: string): Promise<void> {
  const rows = await tx.$queryRaw<{ state: string }[]>`
    SELECT "state"::text FROM "Import" WHERE "id" = ${importId}::uuid FOR SHARE`
  if (rows[0]?.state !== 'open') throw closed()
}
