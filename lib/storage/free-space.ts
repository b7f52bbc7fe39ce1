/** How much still fits where Concord stores its files. */
import { statfs } from 'node:fs/promises'

/** Bytes that an ordinary user may still write; null where the folder is not there (yet). */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
