// The secret that session cookies are signed with: made once, kept in the data folder, readable by its owner alone.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** @returns {string} NEXTAUTH_SECRET if it is set; whether it is good enough is checked by who uses it (lib/auth/secret.ts) */
export function sessionSecret(dataFolder) {
  if (process.env.NEXTAUTH_SECRET) return process.env.NEXTAUTH_SECRET
  const file = path.join(dataFolder, 'secret')
  if (!fs.existsSync(file)) {
    const aside = `${file}.${process.pid}`
    fs.writeFileSync(aside, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    fs.renameSync(aside, file)
  }
  return fs.readFileSync(file, 'utf8').trim()
}
