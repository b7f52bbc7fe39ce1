// Puts the native tfjs backend in place: as it is where it loads, else built from TensorFlow's own library (Linux on
// x86_64 with python3, pip and g++), else not at all, with a notice of what that costs and what to install.
// tfjs-node's install script is not used: it downloads from a host that many networks do not let through.
// A stamp names what was checked, so that the next start takes milliseconds. Usage: node scripts/install-native.mjs
import { existsSync, readFileSync, statSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAddon, napiVersion } from './native/addon.mjs'
import { ensureKernels } from './native/kernels.mjs'
import { lastLine, run } from './native/run.mjs'
import { putLibrary } from './native/tensorflow-library.mjs'
import { tensorflowVersion, tfjsNodeVersion } from './native/versions.mjs'

export { workerEnvironment } from './native/worker-environment.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const silent = () => undefined

/**
 * @param {{ log?: (line: string) => void, project?: string }} [options] `log` is told what takes long, while it does;
 *   `project` is the folder with node_modules, this repository by default
 * @returns {Promise<{ backend: 'native' | 'wasm', notice?: string }>} never throws for what a machine lacks: that is the notice
 */
export async function ensureNativeBackend({ log = silent, project = root } = {}) {
  const packageFolder = path.join(project, 'node_modules/@tensorflow/tfjs-node')
  const result = await ensureLibrary(packageFolder, project, log)
  if (result.backend === 'native') await ensureKernels({ packageFolder, project, cacheFolder: cacheFolder(), log })
  return result
}

async function ensureLibrary(packageFolder, project, log) {
  if (isStamped(packageFolder)) return { backend: 'native' }
  if (existsSync(packageFolder) && (await loads(project)).works) {
    await stamp(packageFolder)
    return { backend: 'native' }
  }
  const lacking = await whatIsLacking()
  if (lacking) return withoutNative(lacking)
  try {
    await putJavaScript(project, packageFolder, log)
    await putLibrary(packageFolder, cacheFolder(), log)
    await buildAddon(packageFolder, cacheFolder(), log)
    const check = await loads(project)
    if (!check.works) throw new Error(`it was built but does not load (${check.reason})`)
    await stamp(packageFolder)
    return { backend: 'native' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return withoutNative({ reason, remedy: 'Remove that cause' })
  }
}

function withoutNative({ reason, remedy }) {
  return {
    backend: 'wasm',
    notice: `Native TensorFlow is not in place: ${reason}. Networks run on WebAssembly instead, with one thread and several times slower: fine for the tiny presets, not for the paper's networks. ${remedy} and start again to change that.`,
  }
}

/** What a build needs and this machine does not have; undefined when nothing is missing. */
async function whatIsLacking() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      reason: `it is built for Linux on x86_64 only, and this is ${process.platform} on ${process.arch}`,
      remedy: 'Run “npm rebuild @tensorflow/tfjs-node --ignore-scripts=false” to try its own installer',
    }
  }
  const [pip, compiler] = await Promise.all([run('python3', ['-m', 'pip', '--version']), run('g++', ['--version'])])
  const missing = [...(pip.code === 0 ? [] : ['python3 with pip']), ...(compiler.code === 0 ? [] : ['g++'])]
  if (missing.length === 0) return undefined
  return {
    reason: `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`,
    remedy: 'Install what is missing (Debian, Ubuntu: apt-get install -y python3-pip g++)',
  }
}

/** The package itself, where npm has left it out as an optional one. Its install script is not run. */
async function putJavaScript(project, packageFolder, log) {
  const manifest = path.join(packageFolder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === tfjsNodeVersion) return
  log(`Fetching tfjs-node ${tfjsNodeVersion}`)
  const flags = ['--no-save', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund']
  const npm = await run('npm', ['install', ...flags, `@tensorflow/tfjs-node@${tfjsNodeVersion}`], {
    cwd: project,
    timeoutMs: 600_000,
  })
  if (npm.code !== 0) throw new Error(`npm could not fetch tfjs-node (${lastLine(npm.output)})`)
}

/** The only honest question is whether it multiplies two matrices, in a process that may die of it. */
async function loads(project) {
  const script = `
    const util = require('node:util')
    util.isNullOrUndefined ??= (value) => value === null || value === undefined
    util.isArray ??= Array.isArray
    const tf = require('@tensorflow/tfjs-node')
    const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[0]
    if (tf.getBackend() !== 'tensorflow' || product !== 3) throw new Error('it computes wrongly')`
  const result = await run(process.execPath, ['-e', script], { cwd: project, env: { TF_CPP_MIN_LOG_LEVEL: '2' } })
  const reason =
    result.output
      .split('\n')
      .find((line) => line.includes('rror:'))
      ?.trim() ?? lastLine(result.output)
  return { works: result.code === 0, reason }
}

const stampFile = (packageFolder) => path.join(packageFolder, 'deps/.concord-stamp.json')

/** Versions, and the size of what was loaded: a file that was cut short or replaced is checked again. */
function expectedStamp(packageFolder) {
  const addon = `lib/napi-v${napiVersion()}/tfjs_binding.node`
  const files = [addon, 'deps/lib/libtensorflow_cc.so.2', 'deps/lib/libtensorflow_framework.so.2']
  const sizes = files.map((file) => {
    const found = statSync(path.join(packageFolder, file), { throwIfNoEntry: false })
    return [file, found?.size ?? null]
  })
  return JSON.stringify({ tfjsNodeVersion, tensorflowVersion, node: process.version, sizes: Object.fromEntries(sizes) })
}

function isStamped(packageFolder) {
  const file = stampFile(packageFolder)
  return existsSync(file) && readFileSync(file, 'utf8') === expectedStamp(packageFolder)
}

/** Without a stamp (a read-only folder, a package that was put here otherwise) every start checks again: slower, not wrong. */
async function stamp(packageFolder) {
  const aside = `${stampFile(packageFolder)}.${process.pid}`
  const write = async () => {
    await writeFile(aside, expectedStamp(packageFolder))
    await rename(aside, stampFile(packageFolder))
  }
  await write().catch(silent)
}

/** Under the home folder, so that every checkout shares it; elsewhere where there is no home to write to. */
function cacheFolder() {
  const home = os.homedir()
  const isUsable = home !== '/' && existsSync(home)
  return path.join(isUsable ? path.join(home, '.cache') : os.tmpdir(), 'concord')
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { backend, notice } = await ensureNativeBackend({ log: (line) => console.log(`${line} …`) })
  console.log(notice ?? `Networks run on TensorFlow ${tensorflowVersion} (${backend}).`)
}
