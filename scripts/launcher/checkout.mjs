// What a fresh clone lacks after npm install, because no package runs scripts of its own at install time: the generated Prisma client.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { onceAmongProcesses } from './lock-file.mjs'
import { fromRoot } from './paths.mjs'
import { runNode } from './run-node.mjs'

/** @returns {Promise<boolean>} was anything done? */
export function prepareCheckout() {
  const stamp = fromRoot('lib/db/generated/.made-from')
  const wanted = schemaHash()
  const isMade = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted
  return onceAmongProcesses(fromRoot('node_modules/.concord-generating'), isMade, async () => {
    await runNode([fromRoot('node_modules/prisma/build/index.js'), 'generate'], {
      what: 'Generating the database client',
      // Prisma 7 needs no engine to generate; this keeps it from looking for one.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.platform === 'win32' ? process.execPath : '/dev/null' },
    })
    fs.writeFileSync(stamp, wanted)
  })
}

function schemaHash() {
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json']) {
    hash.update(fs.readFileSync(fromRoot(file)))
  }
  return hash.digest('hex')
}
