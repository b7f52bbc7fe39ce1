// One Concord a data folder: a second start is refused while the first one lives.
import path from 'node:path'
import { takeLock } from './lock-file.mjs'
import { Sentence } from './say.mjs'

/** @returns {() => void} gives the folder back */
export function lockDataFolder(dataFolder) {
  const { release, holder } = takeLock(path.join(dataFolder, 'launcher.lock'))
  if (release) return release
  throw new Sentence(
    `Concord already runs with the data folder ${dataFolder} (process ${holder}): stop that one, or set CONCORD_DATA to another folder.`,
  )
}
