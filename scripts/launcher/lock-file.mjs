// A file that one process holds. What a killed holder left behind is taken over: number and start time together tell that it is gone.
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { identityOf } from './process-identity.mjs'

const pollMilliseconds = 200

/** @returns {{ release: () => void, holder?: undefined } | { holder: number }} ours, or the number of the process whose it is */
export function takeLock(file) {
  const mine = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) })
  for (;;) {
    if (createWhole(file, mine)) return { release: () => fs.rmSync(file, { force: true }) }
    const text = read(file)
    if (text === undefined) continue
    const holder = parse(text)
    if (holder && holder.identity === identityOf(holder.pid)) return { holder: holder.pid }
    takeAway(file, text)
  }
}

/**
 * Work that several processes may ask for at once and one does; the others wait for it.
 * @param {() => boolean} isDone
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} did we do it?
 */
export async function onceAmongProcesses(file, isDone, work) {
  while (!isDone()) {
    const { release } = takeLock(file)
    if (!release) {
      await pause(pollMilliseconds)
      continue
    }
    try {
      // Done, perhaps, between looking and taking the lock.
      if (isDone()) return false
      await work()
      return true
    } finally {
      release()
    }
  }
  return false
}

/** A link appears with its text or not at all, and never over another. */
function createWhole(file, text) {
  const aside = `${file}.${process.pid}`
  fs.writeFileSync(aside, text)
  try {
    fs.linkSync(aside, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    fs.rmSync(aside)
  }
}

/** Only what was read: somebody else may have taken the stale lock over since, and theirs is put back. */
function takeAway(file, staleText) {
  const aside = `${file}.stale-${randomUUID()}`
  try {
    fs.renameSync(file, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  try {
    if (fs.readFileSync(aside, 'utf8') !== staleText) fs.linkSync(aside, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    fs.rmSync(aside, { force: true })
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    // Not ours to understand: nobody holds it.
    return undefined
  }
}
