/**
 * Content-addressed files on disk: the name of a file is the SHA-256 of its bytes, so the same bytes are stored once and
 * nothing is ever overwritten. `ab/cd/abcd…` keeps folders small.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '@/lib/domain/errors'
import { explained, isMissing, missing } from './errors'
import { asidePath, privateFolder, syncFolder, writeDurably } from './write-aside'

export interface BlobStore {
  /**
   * Stores bytes, hashing them as they flow. Storing the same bytes again is a success and changes nothing.
   * @throws AppError `storage.full`, `storage.denied`; nothing is left behind then
   */
  put(source: Readable | Uint8Array): Promise<{ sha256: string; bytes: number }>
  /** @throws AppError `storage.missing` */
  get(sha256: string): Promise<Buffer>
  /** For large files: a stream and its length. @throws AppError `storage.missing` */
  open(sha256: string): Promise<{ stream: Readable; bytes: number }>
  has(sha256: string): Promise<boolean>
  /** Reads the whole file: true when its bytes still have the name's hash; false when missing or damaged. */
  verify(sha256: string): Promise<boolean>
}

const sha256Pattern = /^[0-9a-f]{64}$/

/** @param folder is created with the first file */
export function blobStore(folder: string): BlobStore {
  const root = path.resolve(folder)

  const place = (sha256: string): string => {
    // The name reaches a path: it must be a hash and nothing else.
    if (!sha256Pattern.test(sha256))
      throw new AppError('storage.missing', 'That is not the name of a stored file.', 404)
    return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }

  const has = async (sha256: string) => (await sizeOf(place(sha256))) !== undefined

  return {
    has,
    async put(source) {
      try {
        const aside = await asidePath(root)
        const { sha256, bytes } = await writeHashing(aside, source)
        // A file of another size was torn by something else than us: the good bytes take its place.
        if ((await sizeOf(place(sha256))) === bytes) await rm(aside, { force: true })
        else await publish(root, aside, place(sha256))
        return { sha256, bytes }
      } catch (error) {
        throw explained(error, root)
      }
    },
    async get(sha256) {
      try {
        return await readFile(place(sha256))
      } catch (error) {
        throw isMissing(error) ? missing(sha256) : error
      }
    },
    async open(sha256) {
      try {
        const handle = await open(place(sha256))
        const { size } = await handle.stat()
        return { stream: handle.createReadStream(), bytes: size }
      } catch (error) {
        throw isMissing(error) ? missing(sha256) : error
      }
    },
    async verify(sha256) {
      if (!(await has(sha256))) return false
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(place(sha256))) hash.update(chunk)
      return hash.digest('hex') === sha256
    },
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function writeHashing(file: string, source: Readable | Uint8Array): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const chunks: AsyncIterable<Uint8Array> | Uint8Array[] = source instanceof Uint8Array ? [source] : source
  await writeDurably(file, async (handle) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      await handle.writeFile(chunk)
      bytes += chunk.length
    }
  })
  return { sha256: hash.digest('hex'), bytes }
}

/** Renames into place. Two processes may do so at once: both bring the same bytes, so either result is right. */
async function publish(root: string, aside: string, target: string): Promise<void> {
  const shard = path.dirname(target)
  const created = await mkdir(shard, { recursive: true, mode: privateFolder })
  await rename(aside, target)
  await syncFolder(shard)
  if (!created) return
  // New folders must reach the disk as well, up to the one that was there before.
  for (let parent = path.dirname(shard); parent.length >= root.length; parent = path.dirname(parent)) {
    await syncFolder(parent)
  }
}
