// What a fresh clone lacks after npm install, because no package runs scripts of its own at install time: the generated Prisma client.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { fromRoot } from './paths.mjs'
import { runNode } from './run-node.mjs'

/** @returns {Promise<boolean>} was anything done? */
export async function prepareCheckout() {
  const stamp = fromRoot('lib/db/generated/.made-from')
  const wanted = schemaHash()
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return false
  await runNode([fromRoot('node_modules/prisma/build/index.js'), 'generate'], {
    what: 'Generating the database client',
    // Prisma 7 needs no engine to generate; this keeps it from looking for one.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.platform === 'win32' ? process.execPath : '/dev/null' },
  })
  fs.writeFileSync(stamp, wanted)
  return true
}

function schemaHash() {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
    hash.update(fs.readFileSync(fromRoot(file)))
  return hash.digest('hex')
}
