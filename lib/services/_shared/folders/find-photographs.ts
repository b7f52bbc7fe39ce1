/** The photographs of a folder's `images/`, by the stem of their names: how masks, boxes and tables say which one they mean. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { photographStem } from '@/lib/domain/kaggle-name'
import { hasImageExtension } from '../import/file-name'
import { listFiles } from './list-files'
import type { FolderProblem } from './problems'

export type FoundPhotograph = {
  /** Where it is. */
  file: string
  /** Inside `images/`. */
  name: string
}

export type FoundFolder = {
  /** As it was given. */
  folder: string
  /** Lower-case stem → photograph. */
  photographs: Map<string, FoundPhotograph>
  problems: FolderProblem[]
}

export const stemKey = (name: string): string => photographStem(name).toLowerCase()

/** @throws AppError `folders.missing`, `folders.noImages` */
export async function findPhotographs(folder: string): Promise<FoundFolder> {
  const images = await folderNamed(folder, 'images')
  if (images === undefined) {
    throw new AppError(
      'folders.noImages',
      `${folder} has no folder images/; put the photographs there, and what is known of them beside it.`,
      422,
    )
  }
  const names = await listFiles(images)
  const photographs: FoundFolder['photographs'] = new Map()
  const problems: FolderProblem[] = []
  const report = (file: string, sentence: string) => problems.push({ file, line: null, sentence })
  for (const name of names) {
    const file = path.join(images, name)
    const other = photographs.get(stemKey(name))
    if (!hasImageExtension(name)) report(file, 'By its name it is no photograph; passed over.')
    else if (other) report(file, `Its name says the same photograph as ${other.file}, which is used; left out.`)
    else photographs.set(stemKey(name), { file, name })
  }
  if (photographs.size === 0) {
    throw new AppError('folders.noImages', `${images} holds no photographs (JPEG, PNG or TIFF); put them there.`, 422)
  }
  return { folder, photographs, problems }
}

/**
 * A folder inside another, however its name is capitalised.
 * @returns its path; undefined where there is none
 * @throws AppError `folders.missing` where the outer one cannot be read
 */
export async function folderNamed(folder: string, name: string): Promise<string | undefined> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new AppError(
      'folders.missing',
      `${folder} cannot be read as a folder (${error.code}); give one with images/ in it.`,
      422,
    )
  })
  const found = entries.filter((entry) => entry.name.toLowerCase() === name)
  for (const entry of found) {
    const target = path.join(folder, entry.name)
    // A link to a folder counts: data sets are often linked into place.
    if ((await fs.stat(target)).isDirectory()) return target
  }
  return undefined
}
