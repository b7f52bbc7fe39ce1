// Where things are. Every script works from the root of the checkout, wherever it was called from.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Sentence } from './say.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const fromRoot = (...parts) => path.join(root, ...parts)
/** Everything that Concord stores outside Postgres. */
export const dataFolder = () => path.resolve(root, process.env.CONCORD_DATA || 'data')

/** Closed to others, but for the way through to Postgres' folder where Postgres runs as another user (scripts/postgres/run-as.mjs). */
export function makeDataFolder(folder = dataFolder()) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK)
  } catch (error) {
    throw new Sentence(
      `The data folder ${folder} cannot be made or written (${error.code}): set CONCORD_DATA to a folder that you may write to.`,
    )
  }
  return folder
}
