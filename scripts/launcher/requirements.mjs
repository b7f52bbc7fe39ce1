// What must be there before anything else can be: a Node.js that works, and the packages.
import fs from 'node:fs'
import { fromRoot } from './paths.mjs'
import { Sentence } from './say.mjs'

const [majorMin, minorMin] = [20, 19]

export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return
  throw new Sentence(
    `Concord needs Node.js ${majorMin}.${minorMin} or newer and this is ${version}: install a newer Node.js and start again.`,
  )
}

/** The address is not repeated: a password may be in it. */
export function requireDatabaseUrl(url = process.env.DATABASE_URL) {
  if (!url || (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))) return
  throw new Sentence(
    'DATABASE_URL is not the address of a Postgres: write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with special characters percent-encoded, or leave it out for the embedded Postgres.',
  )
}

export function requirePackages() {
  if (fs.existsSync(fromRoot('node_modules/next')) && fs.existsSync(fromRoot('node_modules/tsx'))) return
  throw new Sentence('The packages that Concord is made of are not installed: run npm install first.')
}
