/**
 * One received file becomes a photograph, a duplicate of one, or a rejection with a sentence that names it. Whatever the
 * file holds, it is decoded in a child process; a file on which the child dies twice is set aside. Running this again for
 * the same file changes nothing: every ending is a conditional update of a file that is still `received`.
 */
import { appendAudit, database, inTransaction, type Tx } from '@/lib/db'
import { lockStudy } from '@/lib/db/protocol-change'
import { AppError } from '@/lib/domain/errors'
import type { PhotographDecoder, PreparedPhotograph } from '@/lib/vision'
import { openItems } from '../open-items'
import { currentProtocol } from '../protocols'
import { discardIncoming, incomingBlobs } from '../stores'
import { applyTables } from './apply-tables'
import { createPhotograph, type DeclaredIdentity } from './create-photograph'
import { arrivalKind } from './file-name'
import { settleImport } from './settle-import'
import { storePrepared } from './store-prepared'

/** So many deaths of the decoder on one file, and it is not tried again. */
const deathsMax = 2

export type IngestTools = {
  decoder: Pick<PhotographDecoder, 'prepare'>
  /** The bytes as they came, where the caller has them at hand; by default what the import received. */
  bytes?: Buffer
  /** `user:<id>` or `system`. */
  actor: string
  now: Date
  /** Patient and eye from a list that is no table of grades. */
  identity?: DeclaredIdentity
}

export type IngestOutcome = {
  state: 'ingested' | 'duplicate' | 'rejected'
  photographId: string | null
  sentence: string
}

type Waiting = { id: string; importId: string; name: string; sha256: string; studyId: string }

/** @returns undefined when the file is gone or somebody finished it in the meantime */
export async function ingestFile(fileId: string, tools: IngestTools): Promise<IngestOutcome | undefined> {
  const file = await waiting(fileId)
  if (!file) return undefined
  const same = await sameBytes(file)
  if (same) return end(file, tools, () => Promise.resolve(duplicateOf(same)))
  const prepared = await prepare(file, tools)
  if ('sentence' in prepared) return end(file, tools, () => Promise.resolve(rejected(prepared.sentence)))
  const stored = await storePrepared(prepared)
  return end(file, tools, async (tx) => {
    const first = await tx.photograph.findUnique({
      where: { studyId_canonicalSha256: { studyId: file.studyId, canonicalSha256: prepared.canonicalSha256 } },
      select: { id: true, fileName: true },
    })
    if (first) return duplicateOf(first)
    const photograph = await createPhotograph(tx, file, { prepared, stored, identity: tools.identity, now: tools.now })
    await openItems(tx, photograph.id, await currentProtocol(tx, file.studyId))
    return { state: 'ingested', photographId: photograph.id, sentence: '' }
  })
}

/** What could not be done as often as it was tried. @returns undefined as above */
export async function rejectFile(
  fileId: string,
  tools: Pick<IngestTools, 'actor' | 'now'>,
  reason: string,
): Promise<IngestOutcome | undefined> {
  const file = await waiting(fileId)
  if (!file) return undefined
  const sentence = `${file.name} could not be taken in: ${reason} Send it again in another import.`
  return end(file, tools, () => Promise.resolve(rejected(sentence)))
}

async function waiting(fileId: string): Promise<Waiting | undefined> {
  const row = await database().importFile.findUnique({
    where: { id: fileId },
    include: { import: { select: { studyId: true } } },
  })
  if (row?.state !== 'received' || arrivalKind(row.name) !== 'photograph') return undefined
  return { ...row, studyId: row.import.studyId }
}

/** The same bytes came earlier in this study: no need to decode them again. */
async function sameBytes({ studyId, sha256 }: Waiting) {
  const earlier = await database().importFile.findFirst({
    where: { sha256, photographId: { not: null }, import: { studyId } },
    select: { photograph: { select: { id: true, fileName: true } } },
  })
  return earlier?.photograph ?? undefined
}

async function prepare(file: Waiting, tools: IngestTools): Promise<PreparedPhotograph | { sentence: string }> {
  const bytes = tools.bytes ?? (await received(file))
  if (!bytes) return { sentence: `${file.name} is not in storage any more; send it again in another import.` }
  for (;;) {
    try {
      return await tools.decoder.prepare(bytes)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      if (error.code !== 'photograph.decoderDied') return { sentence: `${file.name}: ${error.sentence}` }
      const { deaths } = await database().importFile.update({
        where: { id: file.id },
        data: { deaths: { increment: 1 } },
      })
      if (deaths >= deathsMax) return { sentence: `${file.name} ended the decoder ${deaths} times and was set aside.` }
    }
  }
}

async function received({ importId, sha256 }: Waiting): Promise<Buffer | undefined> {
  const store = incomingBlobs(importId)
  return (await store.has(sha256)) ? store.get(sha256) : undefined
}

const duplicateOf = (first: { id: string; fileName: string }): IngestOutcome => ({
  state: 'duplicate',
  photographId: first.id,
  sentence: `The same photograph as ${first.fileName}, which came first.`,
})

const rejected = (sentence: string): IngestOutcome => ({ state: 'rejected', photographId: null, sentence })

/** Writes how it ended, once, with everything that belongs to it. */
async function end(
  file: Waiting,
  tools: Pick<IngestTools, 'actor' | 'now'>,
  decide: (tx: Tx) => Promise<IngestOutcome>,
) {
  const { now, actor } = tools
  const ending = await inTransaction(async (tx) => {
    await lockStudy(tx, file.studyId)
    const still = await tx.importFile.count({ where: { id: file.id, state: 'received' } })
    if (still === 0) return undefined
    const outcome = await decide(tx)
    await tx.importFile.update({ where: { id: file.id }, data: { ...outcome, updatedAt: now } })
    if (outcome.photographId) await applyTables(tx, file, outcome.photographId, now)
    const isSettled = await settleImport(tx, file.importId)
    await appendAudit(tx, {
      action: `photograph.${outcome.state}`,
      subject: outcome.photographId ? `photograph:${outcome.photographId}` : `importFile:${file.id}`,
      actor,
      payload: { importId: file.importId, importFileId: file.id, sha256: file.sha256 },
      at: now,
    })
    return { outcome, isSettled }
  })
  if (ending?.isSettled) await discardIncoming(file.importId)
  return ending?.outcome
}
