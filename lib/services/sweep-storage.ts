/**
 * What a crash left in the data folder and nothing points to: unfinished files, zips that were being unpacked, and what a
 * settled import received. Photographs as they came carry names and dates, so they must not stay by accident.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { database } from '@/lib/db'
import { env } from '@/lib/env'
import { sweepAside } from '@/lib/storage'
import { photographFile } from './_shared/import/settle-import'
import { discardIncoming, incomingRoot, temporaryRoot } from './_shared/stores'

/** Longer than any upload takes: what was last written before is nobody's any more. */
const leftAfterMilliseconds = 24 * 60 * 60 * 1000
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @returns how many files and folders went */
export async function sweepStorage(now: Date): Promise<number> {
  const olderThan = new Date(now.getTime() - leftAfterMilliseconds)
  const imports = (await namesIn(incomingRoot())).filter((name) => uuid.test(name))
  let removed = await sweepTemporary(olderThan)
  const settled = new Set(await settledAmong(imports))
  for (const importId of imports) {
    if (!settled.has(importId)) removed += await sweepAside(path.join(incomingRoot(), importId), olderThan)
    else {
      await discardIncoming(importId)
      removed++
    }
  }
  for (const store of ['blobs', 'models']) removed += await sweepAside(path.join(env().dataFolder, store), olderThan)
  return removed
}

async function sweepTemporary(olderThan: Date): Promise<number> {
  let removed = 0
  for (const name of await namesIn(temporaryRoot())) {
    const file = path.join(temporaryRoot(), name)
    const stat = await fs.stat(file).catch(() => undefined) // unpacked and gone in this moment
    if (!stat || stat.mtime >= olderThan) continue
    await fs.rm(file, { recursive: true, force: true })
    removed++
  }
  return removed
}

/** Closed, and nothing of it waits: no row needs the bytes as they came. */
async function settledAmong(ids: string[]): Promise<string[]> {
  const rows = await database().import.findMany({
    where: { id: { in: ids }, state: 'closed', files: { none: { state: 'received', ...photographFile } } },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
