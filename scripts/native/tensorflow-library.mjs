// TensorFlow's C library and headers, out of the wheel on the Python package index into `tfjs-node/deps`.
// Every step works aside and ends in one rename: a kill in the middle leaves only a folder that the next run removes.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import yauzl from 'yauzl'
import { lastLine, run } from './run.mjs'
import { tensorflowVersion, wheel } from './versions.mjs'

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const headerFolders = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/', 'tensorflow/tsl/']
const marker = `.concord-unpacked-${tensorflowVersion}.json`

/**
 * Leaves `packageFolder/deps` with lib, include and licenses of the wanted release, or as it was.
 * @param {string} packageFolder of tfjs-node
 * @param {string} cacheFolder keeps the wheel
 * @param {(line: string) => void} log
 */
export async function putLibrary(packageFolder, cacheFolder, log) {
  const target = path.join(packageFolder, 'deps')
  if (await isComplete(target)) return
  const wheelFile = await findWheel(cacheFolder, log)

  log(`Unpacking TensorFlow ${tensorflowVersion}`)
  await removeLeftovers(packageFolder)
  const aside = path.join(packageFolder, `deps.partial-${process.pid}`)
  try {
    await unpack(wheelFile, aside)
    await writeFile(path.join(aside, marker), await sizesIn(aside))
    // Another process may have been at the same: the first one's folder stays, it may be in use already.
    if (await isComplete(target)) return
    await rm(target, { recursive: true, force: true })
    await rename(aside, target)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** The marker holds the libraries' sizes: after a power cut a file can have its name and not its content. */
const isComplete = async (folder) =>
  (await readFile(path.join(folder, marker), 'utf8').catch(() => undefined)) === (await sizesIn(folder).catch(() => ''))

async function sizesIn(folder) {
  const sizes = libraries.map(async (library) => [library, (await stat(path.join(folder, 'lib', library))).size])
  return JSON.stringify(Object.fromEntries(await Promise.all(sizes)))
}

/** Folders of runs that were killed; those of runs that are still at it are left alone. */
async function removeLeftovers(packageFolder) {
  for (const name of await readdir(packageFolder)) {
    const owner = /^(?:deps|lib)\.partial-(\d+)$/.exec(name)?.[1]
    if (owner && !isAlive(Number(owner))) await rm(path.join(packageFolder, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function findWheel(cacheFolder, log) {
  const kept = path.join(cacheFolder, wheel.file)
  if ((await isThere(kept)) && (await hashOf(kept)) === wheel.sha256) return kept

  log(`Downloading TensorFlow ${tensorflowVersion} (207 MB, once)`)
  await mkdir(cacheFolder, { recursive: true })
  const aside = await mkdtemp(path.join(cacheFolder, 'download-'))
  try {
    const wanted = ['--no-deps', '--only-binary=:all:', '--python-version', wheel.pythonVersion, wheel.package]
    const patience = ['--retries', '2', '--timeout', '20', '--disable-pip-version-check', '-q']
    const pip = await run('python3', ['-m', 'pip', 'download', ...patience, '-d', aside, ...wanted], {
      timeoutMs: 900_000,
    })
    if (pip.code !== 0) throw new Error(`pip could not download ${wheel.package} (${lastLine(pip.output)})`)
    const downloaded = path.join(aside, wheel.file)
    if (!(await isThere(downloaded))) throw new Error(`pip downloaded another file than ${wheel.file}`)
    if ((await hashOf(downloaded)) !== wheel.sha256)
      throw new Error(`${wheel.file} is not the file that was tried (its SHA-256 differs)`)
    await rename(downloaded, kept)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return kept
}

async function unpack(wheelFile, folder) {
  const found = new Set()
  const archive = await yauzl.openPromise(wheelFile)
  for await (const entry of archive.eachEntry()) {
    const place = placeOf(entry.fileName)
    if (!place) continue
    const target = path.join(folder, place)
    await mkdir(path.dirname(target), { recursive: true })
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target))
    found.add(place)
  }
  const missing = libraries.find((library) => !found.has(`lib/${library}`))
  if (missing) throw new Error(`${missing} is not in ${wheel.file}`)
  await symlink('libtensorflow_cc.so.2', path.join(folder, 'lib/libtensorflow.so'))
  await symlink('libtensorflow_framework.so.2', path.join(folder, 'lib/libtensorflow_framework.so'))
}

/** Where a file of the wheel goes; undefined for what is not needed. The licences go along with the binaries. */
function placeOf(name) {
  const base = path.posix.basename(name)
  const header = name.startsWith('tensorflow/include/') ? name.slice('tensorflow/include/'.length) : undefined
  if (name === `tensorflow/${base}` && libraries.includes(base)) return `lib/${base}`
  if (header?.endsWith('.h') && headerFolders.some((folder) => header.startsWith(folder))) return `include/${header}`
  const isLicence = base === 'LICENSE' || base === 'THIRD_PARTY_NOTICES.txt'
  return isLicence && name.split('/').length <= 4 ? `licenses/${base}` : undefined
}

async function hashOf(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

const isThere = (file) =>
  access(file).then(
    () => true,
    () => false,
  )
