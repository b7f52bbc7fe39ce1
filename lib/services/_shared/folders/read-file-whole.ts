/** A file of this machine, whole: a photograph, a mask, a list of boxes. */
import fs from 'node:fs/promises'
import { AppError } from '@/lib/domain/errors'

/** An uncompressed photograph of the largest size that is decoded has 360 MB. */
const bytesMax = 512 * 1024 * 1024

/** @throws AppError `photograph.file`, whose sentence does not name the file */
export async function readFileWhole(file: string): Promise<Buffer> {
  const stat = await fs.stat(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse(error.code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${error.code}).`)
  })
  if (stat.isDirectory()) throw refuse('This is a folder; name the photographs in it.')
  if (!stat.isFile()) throw refuse('This is no ordinary file.')
  if (stat.size > bytesMax) throw refuse(`The file is larger than ${bytesMax / 1024 / 1024} MiB; save it smaller.`)
  return fs.readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`The file cannot be read (${error.code}).`)
  })
}

const refuse = (sentence: string) => new AppError('photograph.file', sentence, 422)
