// Who uses the embedded Postgres of a data folder: the launcher, commands, test runs, each as a file named by its process. The last one
// to leave stops the server; somebody who was killed no longer counts.
import fs from 'node:fs'
import path from 'node:path'
import { identityOf } from '../launcher/process-identity.mjs'

const folderOf = (dataFolder) => path.join(dataFolder, 'postgres.users')

export function join(dataFolder, pid = process.pid) {
  fs.mkdirSync(folderOf(dataFolder), { recursive: true })
  fs.writeFileSync(path.join(folderOf(dataFolder), String(pid)), identityOf(pid) ?? '')
}

/** @returns {boolean} is anybody else still there? */
export function leave(dataFolder, pid = process.pid) {
  fs.rmSync(path.join(folderOf(dataFolder), String(pid)), { force: true })
  return others(dataFolder, pid)
}

/** @returns {boolean} does anybody but `pid` use it? */
export function others(dataFolder, pid = process.pid) {
  const folder = folderOf(dataFolder)
  if (!fs.existsSync(folder)) return false
  return fs.readdirSync(folder).some((name) => {
    if (name === String(pid)) return false
    const file = path.join(folder, name)
    const noted = fs.readFileSync(file, 'utf8')
    if (noted && noted === identityOf(Number(name))) return true
    fs.rmSync(file, { force: true })
    return false
  })
}
