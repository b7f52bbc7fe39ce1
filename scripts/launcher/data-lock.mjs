// One Concord a data folder: a second start is refused while the first one lives. What a killed one left behind is taken over.
import fs from 'node:fs'
import path from 'node:path'
import { identityOf } from './process-identity.mjs'
import { Sentence } from './say.mjs'

/** @returns {() => void} gives the folder back */
export function lockDataFolder(dataFolder) {
  const file = path.join(dataFolder, 'launcher.lock')
  const mine = JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) })
  for (;;) {
    if (createWhole(file, mine)) return () => fs.rmSync(file, { force: true })
    const holder = read(file)
    if (holder && holder.identity === identityOf(holder.pid)) {
      throw new Sentence(
        `Concord already runs with the data folder ${dataFolder} (process ${holder.pid}): stop that one, or set CONCORD_DATA to another folder.`,
      )
    }
    fs.rmSync(file, { force: true })
  }
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

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    // Gone since, or not ours to understand: nobody holds it.
    return undefined
  }
}
