/** Files of this machine that a command was pointed at: one file, or all below a folder in the order of their paths. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'

/** Nothing that is read whole may be larger. */
const fileBytesMax = 64 * 1024 * 1024

/** Paths relative to `base`, with slashes. Links and hidden files are passed over. */
export async function walkFiles(target: string): Promise<{ base: string; names: string[] }> {
  const stat = await fs.stat(target).catch(() => undefined)
  if (stat?.isFile()) return { base: path.dirname(target), names: [path.basename(target)] }
  if (!stat?.isDirectory())
    throw new AppError('import.folder', `There is no folder ${target}; give the one that holds the readings.`, 422)
  const entries = await fs.readdir(target, { withFileTypes: true, recursive: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX'))
  return { base: target, names: names.sort() }
}

/** @throws AppError `import.tooLarge` */
export async function readWhole(base: string, name: string): Promise<Buffer> {
  const file = path.join(base, name)
  const { size } = await fs.stat(file)
  if (size > fileBytesMax)
    throw new AppError('import.tooLarge', `The file is larger than ${fileBytesMax / 1024 / 1024} MB.`, 413)
  return fs.readFile(file)
}
