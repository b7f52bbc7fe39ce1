// tfjs-node's addon: two C++ files, one call of g++, linked against the library that lies in the package's own `deps`.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { run } from './run.mjs'
import { headersPackage } from './versions.mjs'

/** The version of Node-API that tfjs-node's loader will look for: the highest it names that this Node.js has. */
export const napiVersion = () => Math.min(8, Number(process.versions.napi))

/**
 * @param {string} packageFolder of tfjs-node, with `deps` in place
 * @param {string} cacheFolder keeps Node's headers where they must be fetched
 * @param {(line: string) => void} log
 */
export async function buildAddon(packageFolder, cacheFolder, log) {
  log('Compiling the addon')
  const headers = await findHeaders(cacheFolder)
  const aside = path.join(packageFolder, `lib.partial-${process.pid}`)
  await mkdir(aside, { recursive: true })
  try {
    const built = path.join(aside, 'tfjs_binding.node')
    const compiler = await run('g++', [
      ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w'],
      ...[`-DNAPI_VERSION=${napiVersion()}`, '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
      ...[`-I${headers}`, `-I${packageFolder}`, `-I${path.join(packageFolder, 'deps/include')}`],
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join(packageFolder, 'binding', file)),
      ...['-o', built, `-L${path.join(packageFolder, 'deps/lib')}`, '-Wl,-rpath,$ORIGIN/../../deps/lib'],
      ...['-ltensorflow', '-ltensorflow_framework'],
    ])
    if (compiler.code !== 0) throw new Error(`g++ could not compile the addon (${firstError(compiler.output)})`)
    const target = path.join(packageFolder, `lib/napi-v${napiVersion()}/tfjs_binding.node`)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(built, target)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Most installations of Node.js bring their headers; the others get them as a package. */
export async function findHeaders(cacheFolder) {
  const beside = path.resolve(path.dirname(await realpath(process.execPath)), '../include/node')
  const fetched = path.join(cacheFolder, headersPackage.replace('@', '-'), 'node_modules/node-api-headers/include')
  const places = [beside, '/usr/include/node', '/usr/local/include/node', fetched]
  const found = places.find((place) => existsSync(path.join(place, 'node_api.h')))
  if (found) return found

  await mkdir(cacheFolder, { recursive: true })
  const aside = await mkdtemp(path.join(cacheFolder, 'headers-'))
  try {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--prefix', aside]
    const npm = await run('npm', ['install', ...flags, headersPackage], { cwd: aside })
    if (npm.code !== 0) throw new Error(`npm could not fetch ${headersPackage}`)
    const target = path.join(cacheFolder, headersPackage.replace('@', '-'))
    await rm(target, { recursive: true, force: true })
    await rename(aside, target)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return fetched
}

const firstError = (output) =>
  output
    .split('\n')
    .find((line) => line.includes('error'))
    ?.trim() ?? 'it said nothing'
