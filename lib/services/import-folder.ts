/**
 * A folder of this machine goes in, from the command line: the same rules as for files that are sent, but decoded right here,
 * on as many cores as are given. A file that cannot be used is named at the end; nothing else is lost.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { auditActor, authorise, studyMembership } from '@/lib/auth'
import { type ImportReport, importLimits } from '@/lib/contracts/imports'
import { appendAudit, database, inTransaction } from '@/lib/db'
import { lockStudy } from '@/lib/db/protocol-change'
import { AppError } from '@/lib/domain/errors'
import { photographStem } from '@/lib/domain/kaggle-name'
import { parseSourceGrades } from '@/lib/formats/source-grades-csv'
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'
import type { Context } from './_shared/context'
import { addTable } from './_shared/import/add-table'
import type { DeclaredIdentity } from './_shared/import/create-photograph'
import { importReport } from './_shared/import/import-report'
import { type IngestOutcome, ingestFile } from './_shared/import/ingest-file'
import { tooLarge } from './_shared/import/limit-bytes'
import { addProblems } from './_shared/import/problems'
import { recordFile } from './_shared/import/record-file'
import { settleImport } from './_shared/import/settle-import'
import { walkPhotographs } from './_shared/import/walk-folder'
import { blobs } from './_shared/stores'

export type FolderImport = {
  studyId: string
  folder: string
  /** Table of source grades (`image,level`); a relative path is looked for in the current folder first, then in `folder`. */
  grades?: string
  /** Table of which only the columns for patient and eye are used: its grades are somebody's readings, not claims. */
  patients?: string
  /** Photographs decoded at a time; each needs a core and up to a gigabyte. */
  concurrency: number
  /** After every photograph. */
  onProgress?: (done: number, total: number) => void
}

const problemsShown = 10_000

/** @throws AppError `import.folder`, `import.table` (422), `access.none` (404) */
export async function importFolder({ actor, now }: Context, options: FolderImport): Promise<ImportReport> {
  const { studyId, folder } = options
  authorise(actor, 'study.import', await studyMembership(database(), actor, studyId))
  const names = await walkPhotographs(folder)
  const identities = options.patients ? await identitiesFrom(options.patients) : new Map<string, DeclaredIdentity>()
  const who = { actor: auditActor(actor), now }
  const importId = await open(studyId, actor.userId, who)
  if (options.grades) {
    const stored = await blobs().put(await readTable(options.grades, folder))
    await addTable({ importId, name: path.basename(options.grades), ...stored }, { studyId, ...who })
  }
  let next = 0
  let done = 0
  const decoders = Array.from({ length: Math.min(options.concurrency, names.length) }, () => createPhotographDecoder())
  try {
    const work = async (decoder: PhotographDecoder) => {
      for (let name = names[next++]; name !== undefined; name = names[next++]) {
        const identity = identities.get(photographStem(name))
        await ingest(path.join(folder, name), { importId, name }, { decoder, identity, ...who })
        options.onProgress?.(++done, names.length)
      }
    }
    await Promise.all(decoders.map(work))
  } finally {
    await Promise.all(decoders.map((decoder) => decoder.close()))
  }
  await close(importId, studyId, who)
  return importReport(importId, problemsShown)
}

type Who = { actor: string; now: Date }
type Tools = Who & { decoder: PhotographDecoder; identity: DeclaredIdentity | undefined }

function open(studyId: string, createdById: string | null, { actor, now }: Who): Promise<string> {
  return inTransaction(async (tx) => {
    const { id } = await tx.import.create({
      data: { studyId, createdById, origin: 'command line', createdAt: now },
      select: { id: true },
    })
    await appendAudit(tx, { action: 'import.opened', subject: `import:${id}`, actor, payload: { studyId }, at: now })
    return id
  })
}

async function ingest(
  file: string,
  { importId, name }: { importId: string; name: string },
  tools: Tools,
): Promise<IngestOutcome | undefined> {
  const { size } = await fs.stat(file)
  if (size > importLimits.photographBytesMax) {
    const { sentence } = tooLarge(name, importLimits.photographBytesMax)
    await inTransaction((tx) => addProblems(tx, importId, [{ file: name, line: null, sentence }]))
    return undefined
  }
  const bytes = await fs.readFile(file)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const arrived = { importId, name, sha256, bytes: bytes.length }
  const { fileId } = await inTransaction((tx) =>
    recordFile(tx, arrived, { state: 'received', sentence: '', now: tools.now }),
  )
  return ingestFile(fileId, { ...tools, bytes })
}

function close(importId: string, studyId: string, { actor, now }: Who): Promise<void> {
  return inTransaction(async (tx) => {
    await lockStudy(tx, studyId)
    await tx.import.update({ where: { id: importId }, data: { state: 'closed', closedAt: now } })
    await settleImport(tx, importId)
    await appendAudit(tx, {
      action: 'import.closed',
      subject: `import:${importId}`,
      actor,
      payload: { studyId },
      at: now,
    })
  })
}

/** @param beside the folder where it may lie, too */
async function readTable(file: string, beside = ''): Promise<Buffer> {
  for (const place of [path.resolve(file), path.resolve(beside, file)]) {
    const bytes = await fs.readFile(place).catch(() => undefined)
    if (bytes) return bytes
  }
  throw new AppError('import.table', `The table ${file} cannot be read; check its path.`, 422)
}

async function identitiesFrom(file: string): Promise<Map<string, DeclaredIdentity>> {
  const { rows } = parseSourceGrades((await readTable(file)).toString('utf8'))
  return new Map(rows.map(({ image, patient, eye }) => [image, { patient, eye }]))
}
