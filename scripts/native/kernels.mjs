// Concord's own operations for TensorFlow (lib/network/native): a handful of C++ files, one call of g++, put beside tfjs-node's
// addon. Training runs without them, too, only slower: whatever goes wrong here is kept as the reason and nothing else.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findHeaders, napiVersion } from './addon.mjs'
import { lastLine, run } from './run.mjs'
import { tensorflowVersion } from './versions.mjs'

const sources = fileURLToPath(new URL('../../lib/network/native', import.meta.url))

/**
 * Builds them where they are not there yet, or others than the sources say. Tried once: a failure is remembered.
 * @param packageFolder of tfjs-node, working
 * @param project the folder with node_modules
 */
export async function ensureKernels({ packageFolder, project, cacheFolder, log }) {
  const folder = path.join(packageFolder, `lib/napi-v${napiVersion()}`)
  const [library, note] = ['concord_kernels.node', 'concord_kernels.json'].map((name) => path.join(folder, name))
  const wanted = JSON.stringify({ sources: hashOfSources(), tensorflowVersion, node: process.version })
  if (existsSync(note) && JSON.parse(readFileSync(note, 'utf8')).wanted === wanted) return
  log('Compiling the convolutions')
  const aside = path.join(folder, `kernels.partial-${process.pid}`)
  let failure
  try {
    await mkdir(aside, { recursive: true })
    const built = path.join(aside, 'concord_kernels.node')
    await compile(packageFolder, cacheFolder, built)
    await check(project, built)
    await rename(built, library)
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
    await rm(library, { force: true })
    log(`Training goes on without Concord’s own convolutions, at about half the speed: ${failure}`)
  }
  await writeFile(path.join(aside, 'note.json'), JSON.stringify({ wanted, failure }))
    .then(() => rename(path.join(aside, 'note.json'), note))
    .catch(() => undefined)
  await rm(aside, { recursive: true, force: true })
}

function hashOfSources() {
  const hash = createHash('sha256')
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(path.join(sources, name)))
  return hash.digest('hex')
}

async function compile(packageFolder, cacheFolder, built) {
  const files = ['winograd.cc', 'thread-team.cc', 'operations.cc'].map((name) => path.join(sources, name))
  const compiler = await run('g++', [
    ...['-O3', '-std=gnu++17', '-fPIC', '-shared', '-w', `-DNAPI_VERSION=${napiVersion()}`],
    ...[`-I${await findHeaders(cacheFolder)}`, `-I${path.join(packageFolder, 'deps/include')}`, ...files, '-o', built],
    ...[`-L${path.join(packageFolder, 'deps/lib')}`, `-Wl,-rpath,${path.join('$ORIGIN', '../../deps/lib')}`],
    ...['-ltensorflow', '-ltensorflow_framework', '-lpthread'],
  ])
  if (compiler.code !== 0) throw new Error(`g++ could not compile them (${lastLine(compiler.output)})`)
}

/** In a process that may die of it: are they what TensorFlow computes? */
async function check(project, built) {
  const script = `
    const util = require('node:util')
    util.isNullOrUndefined ??= (value) => value === null || value === undefined
    util.isArray ??= Array.isArray
    const tf = require('@tensorflow/tfjs-node')
    const { binding } = tf.backend()
    if (!require(${JSON.stringify(built)}).canConvolve) throw new Error('this processor has none of the instructions')
    const attribute = (name, type, value) => ({ name, type: binding[type], value })
    const attributes = [['pad', 'TF_ATTR_INT', 1], ['threads', 'TF_ATTR_INT', 2], ['turned', 'TF_ATTR_BOOL', false]]
    const [x, kernel] = [tf.randomNormal([2, 9, 7, 16]), tf.randomNormal([3, 3, 16, 32])]
    const given = attributes.map((parts) => attribute(...parts))
    const y = tf.backend().executeSingleOutput('ConcordConv3x3', given, [x, kernel])
    const difference = tf.max(tf.abs(tf.sub(y, tf.conv2d(x, kernel, 1, 'same')))).dataSync()[0]
    if (!(difference < 1e-2)) throw new Error('they compute wrongly')`
  const result = await run(process.execPath, ['-e', script], { cwd: project, env: { TF_CPP_MIN_LOG_LEVEL: '2' } })
  if (result.code === 0) return
  const reason = result.output.split('\n').find((line) => line.includes('rror:')) ?? lastLine(result.output)
  throw new Error(`they were built but do not work (${reason.trim()})`)
}
