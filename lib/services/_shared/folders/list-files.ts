/** All files below a folder, links followed: data sets are often linked together from several places. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { isHidden } from '../import/file-name'

/** @returns paths relative to the folder, with slashes, in order; hidden files are passed over, and so are broken links */
export async function listFiles(folder: string): Promise<string[]> {
  const names: string[] = []
  await walk(folder, '', new Set(), names)
  return names.sort()
}

/** @param above real paths of the folders on the way here: a link to one of them would never end */
async function walk(root: string, below: string, above: ReadonlySet<string>, names: string[]): Promise<void> {
  const here = await fs.realpath(path.join(root, below))
  if (above.has(here)) return
  for (const entry of await fs.readdir(here)) {
    const name = below === '' ? entry : `${below}/${entry}`
    if (isHidden(entry)) continue
    const stat = await fs.stat(path.join(here, entry)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ELOOP') return undefined
      throw error
    })
    if (stat?.isDirectory()) await walk(root, name, new Set([...above, here]), names)
    else if (stat?.isFile()) names.push(name)
  }
}
