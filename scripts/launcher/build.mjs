// The built web process: made when its sources are others than those it was made from, which a hash of their contents tells.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { onceAmongProcesses } from './lock-file.mjs'
import { fromRoot, root } from './paths.mjs'
import { runNode } from './run-node.mjs'

const sources = [
  'app',
  'lib',
  'public',
  'package-lock.json',
  'tsconfig.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
]
const stamp = () => fromRoot('.next/concord-built-from')

/** @returns {Promise<boolean>} was anything built? */
export function buildIfChanged() {
  const wanted = hashOfSources()
  const isBuilt = () => fs.existsSync(stamp()) && fs.readFileSync(stamp(), 'utf8') === wanted
  return onceAmongProcesses(fromRoot('node_modules/.concord-building'), isBuilt, async () => {
    fs.rmSync(stamp(), { force: true })
    await runNode([fromRoot('node_modules/next/dist/bin/next'), 'build'], {
      what: 'Building the pages',
      env: { NODE_ENV: 'production' },
    })
    // Last: a build that was killed has no stamp and is made again.
    fs.writeFileSync(stamp(), wanted)
  })
}

function hashOfSources() {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of sources.flatMap((source) => filesBelow(fromRoot(source)))) {
    hash.update(`\n${path.relative(root, file)}\n`).update(fs.readFileSync(file))
  }
  return hash.digest('hex')
}

function filesBelow(place) {
  const found = fs.statSync(place, { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [place]
  const names = fs
    .readdirSync(place)
    .filter((name) => name !== '.made-from')
    .sort()
  return names.flatMap((name) => filesBelow(path.join(place, name)))
}
