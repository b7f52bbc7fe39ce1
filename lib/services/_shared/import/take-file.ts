/** A photograph or a table flows in: into storage first, then into the database, so that no row names bytes that are not there. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { importLimits } from '@/lib/contracts/imports'
import { inTransaction } from '@/lib/db'
import { blobs, incomingBlobs } from '../stores'
import { addTable } from './add-table'
import { liesInOtherFolder } from './file-name'
import { type Counted, limited } from './limit-bytes'
import { keepsBytes, recordFile, recordPhotograph } from './record-file'

export type TakeInto = { importId: string; studyId: string; actor: string; now: Date }

export async function takePhotograph(
  { importId, now }: TakeInto,
  name: string,
  body: Readable,
  onBytes?: Counted,
): Promise<{ fileId: string }> {
  const bytes = limited(body, name, importLimits.photographBytesMax, onBytes)
  const stored = (await keepsBytes(importId, name)) ? await incomingBlobs(importId).put(bytes) : await hashed(bytes)
  const arrived = { importId, name, ...stored }
  if (!liesInOtherFolder(name)) return recordPhotograph(arrived, now)
  const sentence = `${name} lies in a folder of masks, readers or labels and was not taken for a photograph.`
  return inTransaction((tx) => recordFile(tx, arrived, { state: 'rejected', sentence, now }))
}

export async function takeTable(
  { importId, studyId, actor, now }: TakeInto,
  name: string,
  body: Readable,
  onBytes?: Counted,
): Promise<{ fileId: string }> {
  await keepsBytes(importId, name)
  const stored = await blobs().put(limited(body, name, importLimits.tableBytesMax, onBytes))
  return addTable({ importId, name, ...stored }, { studyId, actor, now })
}

/** Enough to tell whether it is the file that came before. */
async function hashed(body: Readable): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of body) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
