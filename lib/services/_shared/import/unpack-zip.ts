/** Every file of a zip goes the way of a file that came alone; what cannot be used is named and the others arrive. */
import { importLimits } from '@/lib/contracts/imports'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { arrivalKind, hasImageExtension } from './file-name'
import { type Counted, tooLarge } from './limit-bytes'
import { addProblems } from './problems'
import { type TakeInto, takePhotograph, takeTable } from './take-file'
import { type ZipItem, zipEntries } from './zip-entries'

type ZipFile = Extract<ZipItem, { type: 'file' }>

/** @returns how many files were taken */
export async function unpackZip(into: TakeInto, zipName: string, path: string): Promise<number> {
  let taken = 0
  let unpacked = 0
  const count: Counted = (bytes) => {
    unpacked += bytes
    if (unpacked > importLimits.zipUnpackedBytesMax) throw bomb(zipName)
  }
  for await (const item of zipEntries(path, zipName, importLimits.zipEntriesMax)) {
    const sentence = item.type === 'problem' ? item.sentence : await takeEntry(into, item, count)
    if (sentence === undefined) taken++
    else await inTransaction((tx) => addProblems(tx, into.importId, [{ file: item.name, line: null, sentence }]))
  }
  return taken
}

/** @returns why it was not taken */
async function takeEntry(into: TakeInto, entry: ZipFile, count: Counted): Promise<string | undefined> {
  const { name } = entry
  const kind = arrivalKind(name)
  if (kind === 'archive') return `${name} is an archive inside an archive; unpack it and send what is in it.`
  if (kind === 'photograph' && !hasImageExtension(name)) return `${name} is neither a photograph nor a table.`
  const max = kind === 'table' ? importLimits.tableBytesMax : importLimits.photographBytesMax
  if (entry.bytes > max) return tooLarge(name, max).sentence
  try {
    const body = await entry.open()
    await (kind === 'table' ? takeTable(into, name, body, count) : takePhotograph(into, name, body, count))
    return undefined
  } catch (error) {
    if (error instanceof AppError) {
      if (error.code === 'import.bomb' || error.code === 'import.closed' || error.status >= 500) throw error
      return error.sentence
    }
    if (isDamage(error)) return `${name} in the archive is damaged (${error.message}); pack it again.`
    throw error
  }
}

/** What zlib and the zip reader say about bytes that are not what the archive promised. */
const isDamage = (error: unknown): error is Error =>
  error instanceof Error &&
  (('code' in error && String(error.code).startsWith('Z_')) ||
    /bytes in the stream|invalid|unsupported/i.test(error.message))

const bomb = (name: string) =>
  new AppError('import.bomb', `${name} unpacks to far more than a study holds and was refused; split it.`, 413)
