/** Photographs below a folder of this machine, in the order of their paths. Links are not followed. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { hasImageExtension, isHidden, liesInOtherFolder } from './file-name'

/** @returns paths relative to `folder`, with slashes; folders of masks, readers' drawings and labels are left out */
export async function walkPhotographs(folder: string): Promise<string[]> {
  const stat = await fs.stat(folder).catch(() => undefined)
  if (!stat?.isDirectory()) {
    throw new AppError('import.folder', `There is no folder ${folder}; give the one that holds the photographs.`, 422)
  }
  const found: string[] = []
  const walk = async (below: string): Promise<void> => {
    for (const entry of await fs.readdir(path.join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (isHidden(name)) continue
      if (entry.isDirectory()) await walk(name)
      else if (entry.isFile() && hasImageExtension(name) && !liesInOtherFolder(name)) found.push(name)
    }
  }
  await walk('')
  return found.sort((a, b) => (a < b ? -1 : 1))
}
