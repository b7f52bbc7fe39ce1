/**
 * One file of an import, streamed: hashed as it flows, never larger than allowed, written down together with the job that
 * will look at it. A zip is unpacked here, and each of its files is taken like one that came alone; a table of source
 * grades meets the photographs. The same name with the same bytes is the same file.
 */
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { auditActor } from '@/lib/auth'
import { importLimits } from '@/lib/contracts/imports'
import { AppError } from '@/lib/domain/errors'
import { privateFile } from '@/lib/storage'
import type { Context } from './_shared/context'
import { arrivalKind, cleanName } from './_shared/import/file-name'
import { limitBytes } from './_shared/import/limit-bytes'
import { mayImport } from './_shared/import/may-import'
import { takePhotograph, takeTable } from './_shared/import/take-file'
import { unpackZip } from './_shared/import/unpack-zip'
import { temporaryFile } from './_shared/stores'

/** `fileId`: of the photograph or table; null for a zip, whose files have their own. */
export type Received = { fileId: string | null; files: number }

/**
 * @throws AppError `import.tooLarge` (413), `import.closed` and `import.sameName` (409), `import.zip` (422),
 *   `import.cutOff` (400), `access.none` (404)
 */
export async function receiveImportFile(
  { actor, now }: Context,
  { importId, name: rawName, body }: { importId: string; name: string; body: Readable },
): Promise<Received> {
  // It may break before anybody reads it; whoever does meets the error then.
  body.on('error', () => undefined)
  const { studyId } = await mayImport(actor, importId)
  const name = cleanName(rawName)
  const into = { importId, studyId, actor: auditActor(actor), now }
  const arriving = Readable.from(fromSender(body, name))
  switch (arrivalKind(name)) {
    case 'photograph':
      return { ...(await takePhotograph(into, name, arriving)), files: 1 }
    case 'table':
      return { ...(await takeTable(into, name, arriving)), files: 1 }
    case 'archive':
      return whole(name, arriving, async (path) => ({ fileId: null, files: await unpackZip(into, name, path) }))
  }
}

/** Whatever goes wrong with the body itself is a connection that was lost. */
async function* fromSender(body: Readable, name: string): AsyncGenerator<Buffer> {
  try {
    yield* body
  } catch {
    throw new AppError('import.cutOff', `The connection was lost before ${name} was here whole; send it again.`, 400)
  }
}

/** A zip can only be read from its end, so it has to be here whole; it goes when it is unpacked. */
async function whole<T>(name: string, body: Readable, use: (path: string) => Promise<T>): Promise<T> {
  const path = await temporaryFile(randomUUID())
  try {
    const handle = await open(path, 'wx', privateFile)
    try {
      for await (const chunk of limitBytes(body, name, importLimits.zipBytesMax)) await handle.writeFile(chunk)
    } finally {
      await handle.close()
    }
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
}
