/**
 * Checkpoints of one stage of one run, each a folder that appears whole, named by the step it was taken at: a worker that
 * was thought dead can publish an older one late, and never puts it before a newer one. The last two are kept, so that a
 * damaged one costs a few steps and not the run, and beside them the best model so far.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import type { CheckpointStore } from '@/lib/network'
import { openFolder, privateFolder, publishFolder } from '@/lib/storage'

const kept = { latest: 2, best: 1 }
type Label = keyof typeof kept

export type CheckpointFolder = CheckpointStore & {
  /** Where the last one lies, and the steps that it was taken after; undefined before the first. */
  last(): Promise<{ folder: string; step: number } | undefined>
  /** Removes all but the last one: of a run that is over, that is what another run can begin from. */
  keepLast(): Promise<void>
}

/** @param folder of this stage of this run; made when the first checkpoint is */
export function checkpointFolder(folder: string): CheckpointFolder {
  const remove = (label: Label, places: number[]) =>
    Promise.all(places.map((place) => fs.rm(path.join(folder, nameOf(label, place)), { recursive: true, force: true })))
  return {
    async last() {
      const [step] = await placesIn(folder, 'latest')
      return step === undefined ? undefined : { folder: path.join(folder, nameOf('latest', step)), step }
    },
    async keepLast() {
      await remove('latest', (await placesIn(folder, 'latest')).slice(1))
      await remove('best', await placesIn(folder, 'best'))
    },
    async save(files, label) {
      await fs.mkdir(folder, { recursive: true, mode: privateFolder })
      await publishOnce(path.join(folder, nameOf(label, placeOf(files, label))), files)
      await remove(label, (await placesIn(folder, label)).slice(kept[label]))
    },
    async loadLatest() {
      for (const step of await placesIn(folder, 'latest')) {
        const files = await openWhole(path.join(folder, nameOf('latest', step)))
        if (files) return files
      }
      return null
    },
  }
}

/** Where a checkpoint stands in its run: the steps done, or the epoch that was the best. */
function placeOf(files: Record<string, Uint8Array>, label: Label): number {
  const name = label === 'latest' ? 'state.json' : 'model.json'
  const text: unknown = JSON.parse(new TextDecoder().decode(files[name]))
  return label === 'latest'
    ? z.object({ step: z.int() }).parse(text).step
    : z.object({ epoch: z.int() }).parse(text).epoch
}

/** One of the same place is there already: it is whole, and as good to go on from. */
async function publishOnce(target: string, files: Record<string, Uint8Array>): Promise<void> {
  try {
    await publishFolder(target, files)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'storage.taken')) throw error
  }
}

/** undefined for a damaged one: the one before it is as good, only older. */
async function openWhole(target: string): Promise<Record<string, Buffer> | undefined> {
  try {
    return await openFolder(target)
  } catch (error) {
    if (error instanceof AppError && ['storage.damaged', 'storage.missing'].includes(error.code)) return undefined
    throw error
  }
}

const nameOf = (label: Label, place: number) => `${label}-${String(place).padStart(9, '0')}`

/** Newest first. */
async function placesIn(folder: string, label: Label): Promise<number[]> {
  const names = await fs.readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .flatMap((name) => {
      const found = /^(latest|best)-(\d{9})$/.exec(name)
      return found?.[1] === label ? [Number(found[2])] : []
    })
    .sort((a, b) => b - a)
}
