/**
 * Files appear whole or not at all: they are written beside their place under a name of their own, brought to the disk,
 * and only then renamed. What a crash leaves aside is swept away later.
 */
import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { explained, isMissing } from './errors'

const asideName = 'aside'

/**
 * Closed to every other user of the machine, whatever the umask: the data folder itself may have to let Postgres' user
 * through (scripts/launcher/paths.mjs).
 */
export const privateFolder = 0o700
export const privateFile = 0o600

/** Creates the folder for unfinished files and returns a new, unused path in it. Same file system as `folder`. */
export async function asidePath(folder: string): Promise<string> {
  const aside = path.join(folder, asideName)
  await mkdir(aside, { recursive: true, mode: privateFolder })
  return path.join(aside, randomUUID())
}

/** Opens for writing, lets `write` fill the file, and brings it to the disk. Removes it again when anything fails. */
export async function writeDurably(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, 'wx', privateFile)
  try {
    await write(handle)
    await handle.sync()
  } catch (error) {
    await handle.close()
    await rm(file, { force: true })
    throw error
  }
  await handle.close()
}

/**
 * A single file that appears whole or not at all, replacing what was there.
 * @throws AppError `storage.full`, `storage.denied`
 */
export async function writeFileWhole(target: string, bytes: Uint8Array): Promise<void> {
  const aside = `${target}.${randomUUID()}`
  try {
    await writeDurably(aside, (handle) => handle.writeFile(bytes))
    await rename(aside, target)
  } catch (error) {
    await rm(aside, { force: true })
    throw explained(error, path.dirname(target))
  }
}

/** A rename is durable only once its folder is on the disk too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Removes unfinished files and folders that were last written before `olderThan`.
 * @param folder of a blob store, or the parent of published folders
 * @returns how many were removed
 */
export async function sweepAside(folder: string, olderThan: Date): Promise<number> {
  const aside = path.join(folder, asideName)
  let removed = 0
  for (const name of await namesIn(aside)) {
    const file = path.join(aside, name)
    const lastWritten = await stat(file).then(
      (found) => found.mtimeMs,
      () => Number.POSITIVE_INFINITY, // published or swept by someone else in this moment
    )
    if (lastWritten >= olderThan.getTime()) continue
    await rm(file, { recursive: true, force: true })
    removed++
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
