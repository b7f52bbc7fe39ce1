/**
 * One training at a time makes a model: two that write the same checkpoints would undo each other. A killed one leaves a lock
 * that counts for nothing; its other process may need a moment to follow it, so we wait a little before we refuse.
 */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@/lib/domain/errors'
import { takeLock } from '../../launcher/lock-file.mjs'

const waitMs = 20_000
const lookEveryMs = 250

/**
 * Runs `work` while no other process trains into the folder, which is made where it is missing and removed where nothing was
 * put into it.
 */
export async function whileTrainingIn<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const release = await lock(folder)
  try {
    return await work()
  } finally {
    release()
    removeIfEmpty(folder)
  }
}

async function lock(folder: string): Promise<() => void> {
  const until = performance.now() + waitMs
  let isTold = false
  for (;;) {
    const { release, holder } = take(folder)
    if (release) return release
    if (performance.now() > until) {
      throw new AppError(
        'model.busy',
        `Process ${holder} trains in ${folder}; stop it, wait for it, or give another --out.`,
        409,
      )
    }
    if (!isTold) console.error(`Waiting for process ${holder}, which trains in ${folder} …`)
    isTold = true
    await pause(lookEveryMs)
  }
}

function take(folder: string) {
  for (;;) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      return takeLock(path.join(folder, 'lock'))
    } catch (error) {
      // Whoever finished there has just removed the folder: once more.
      if (isCode(error, 'ENOENT')) continue
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      throw new AppError(
        'model.folder',
        `${folder} cannot be made or written (${code}); give an --out where you may write.`,
        422,
      )
    }
  }
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder)
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error
  }
}

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
