/**
 * The files of a zip, one after another, as streams. Nothing is ever written under an entry's name; a name that points
 * outside its folder is still refused, because whoever made it meant harm. What cannot be used is named, the rest goes on.
 */
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { AppError } from '@/lib/domain/errors'
import { cleanName, isHidden } from './file-name'

export type ZipItem =
  | { type: 'file'; name: string; bytes: number; open: () => Promise<Readable> }
  | { type: 'problem'; name: string; sentence: string }

/** @throws AppError `import.zip` when the archive as a whole cannot be read, or holds more than `entriesMax` entries */
export async function* zipEntries(path: string, zipName: string, entriesMax: number): AsyncGenerator<ZipItem> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, decodeStrings: false, autoClose: false })
    .catch((error: unknown) => {
      throw unreadable(zipName, error)
    })
  try {
    if (zip.entryCount > entriesMax) {
      throw new AppError(
        'import.zip',
        `${zipName} holds ${zip.entryCount} entries; at most ${entriesMax} are taken, so split it.`,
        413,
      )
    }
    for await (const entry of zip.eachEntry()) {
      const item = itemOf(zip, entry, zipName)
      if (item) yield item
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(zipName, error)
  } finally {
    zip.close()
  }
}

function itemOf(zip: yauzl.ZipFile, entry: yauzl.Entry, zipName: string): ZipItem | undefined {
  const raw = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
  if (raw.endsWith('/')) return undefined
  if (yauzl.validateFileName(raw) !== null || raw.includes('\0')) {
    return {
      type: 'problem',
      name: zipName,
      sentence: `The entry "${shown(raw)}" points outside the archive and was refused.`,
    }
  }
  const name = nameOf(raw)
  if (name === undefined) {
    const sentence = `The entry "${shown(raw)}" was left out: its name is empty or too long; rename it and pack it again.`
    return { type: 'problem', name: zipName, sentence }
  }
  if (isHidden(name)) return undefined
  if (entry.isEncrypted()) {
    return { type: 'problem', name, sentence: `${name} in ${zipName} is encrypted; pack it without a password.` }
  }
  if (!entry.canDecodeFileData()) {
    return { type: 'problem', name, sentence: `${name} in ${zipName} is packed by a method nobody reads; use deflate.` }
  }
  return { type: 'file', name, bytes: entry.uncompressedSize, open: () => zip.openReadStreamPromise(entry) }
}

const shown = (raw: string) => raw.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 120)

/** undefined where nothing could be called that: one such entry must not cost the others. */
function nameOf(raw: string): string | undefined {
  try {
    return cleanName(raw)
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

const unreadable = (name: string, error: unknown) =>
  new AppError(
    'import.zip',
    `${name} cannot be read as a zip (${error instanceof Error ? error.message : String(error)}); pack it again.`,
    422,
  )
