/**
 * Folders that appear whole: models, snapshots, checkpoints. A manifest with the SHA-256 of every file lies inside; the
 * folder is written aside, brought to the disk and renamed into place. Readers check every file against the manifest.
 */
import { createHash } from 'node:crypto'
import { link, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { damaged, explained, isMissing, isTaken, missing } from './errors'
import { asidePath, privateFolder, syncFolder, writeDurably } from './write-aside'

const manifestName = 'manifest.json'
const manifestSchema = z.object({
  version: z.literal(1),
  files: z.record(z.string().refine(isFileName), z.object({ sha256: z.string(), bytes: z.number() })),
})

/** In the folder itself or in one inside it, and nowhere else: what a manifest names is read. */
function isFileName(name: string): boolean {
  const parts = name.split('/')
  return parts.length <= 2 && parts.every((part) => part !== '' && !part.startsWith('.') && !part.includes('\\'))
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The manifest depends on names and bytes only, so equal files give an equal manifest and an equal hash. */
function manifestFor(files: Record<string, Uint8Array>): Buffer {
  const entries = Object.keys(files)
    .sort()
    .map((name) => {
      const bytes = files[name] ?? new Uint8Array()
      return [name, { sha256: sha256Of(bytes), bytes: bytes.length }]
    })
  return Buffer.from(`${JSON.stringify({ version: 1, files: Object.fromEntries(entries) }, null, 2)}\n`)
}

/**
 * Publishes a folder. Publishing the same files to the same place again is a success; other files are refused, because
 * what is published never changes.
 * @param files names → bytes; a name may lie in one folder inside: `lesions/model.json`
 * @param beside where it grows until it is whole, on the same file system; by default the folder that it will lie in
 * @throws AppError `storage.taken`, `storage.full`, `storage.denied`
 */
export async function publishFolder(
  target: string,
  files: Record<string, Uint8Array>,
  beside = path.dirname(path.resolve(target)),
): Promise<{ manifestSha256: string }> {
  const place = path.resolve(target)
  const manifest = manifestFor(files)
  const manifestSha256 = sha256Of(manifest)
  let aside: string | undefined
  try {
    aside = await asidePath(beside)
    await mkdir(aside, { mode: privateFolder })
    const inner = new Set<string>()
    for (const [name, bytes] of Object.entries({ ...files, [manifestName]: manifest })) {
      requireFileName(name, name === manifestName && manifestName in files)
      const file = path.join(aside, name)
      if (path.dirname(file) !== aside) inner.add(path.dirname(file))
      await mkdir(path.dirname(file), { recursive: true, mode: privateFolder })
      await writeDurably(file, (handle) => handle.writeFile(bytes))
    }
    for (const folder of [...inner, aside]) await syncFolder(folder)
    await renameOrCompare(aside, place, manifest)
    await syncFolder(path.dirname(place))
    return { manifestSha256 }
  } catch (error) {
    throw explained(error, path.dirname(place))
  } finally {
    if (aside) await rm(aside, { recursive: true, force: true })
  }
}

/** The file systems that know no links say so in one of these ways. */
const withoutLinks = ['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS']

/**
 * Publishes a published folder at another place, too. What is published never changes, so both may be the same bytes on the
 * disk (hard links), and either may be removed without the other.
 * @throws AppError `storage.missing`, `storage.damaged` where the manifest is, `storage.taken`, `storage.full`, `storage.denied`
 */
export async function publishAgain(source: string, target: string): Promise<{ manifestSha256: string }> {
  const [from, place] = [path.resolve(source), path.resolve(target)]
  const names = Object.keys(await readManifest(from))
  const manifest = await readFile(path.join(from, manifestName))
  let aside: string | undefined
  try {
    aside = await asidePath(path.dirname(place))
    for (const name of [...names, manifestName]) {
      const file = path.join(aside, name)
      await mkdir(path.dirname(file), { recursive: true, mode: privateFolder })
      await linkOrCopy(path.join(from, name), file)
    }
    await syncFolder(aside)
    await renameOrCompare(aside, place, manifest)
    await syncFolder(path.dirname(place))
    return { manifestSha256: sha256Of(manifest) }
  } catch (error) {
    throw isMissing(error) ? missing(from) : explained(error, path.dirname(place))
  } finally {
    if (aside) await rm(aside, { recursive: true, force: true })
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && withoutLinks.includes(String(error.code)))) throw error
    const bytes = await readFile(from)
    await writeDurably(to, (handle) => handle.writeFile(bytes))
  }
}

/** The hash of the manifest that these files have when they are published. */
export const manifestSha256Of = (files: Record<string, Uint8Array>): string => sha256Of(manifestFor(files))

function requireFileName(name: string, isReserved: boolean) {
  if (isReserved || !isFileName(name)) {
    throw new AppError('storage.fileName', `A published folder cannot hold a file named “${name}”.`, 500)
  }
}

async function renameOrCompare(aside: string, place: string, manifest: Buffer): Promise<void> {
  try {
    await rename(aside, place)
  } catch (error) {
    if (!isTaken(error)) throw error
    const existing = await readFile(path.join(place, manifestName)).catch(() => undefined)
    if (existing?.equals(manifest)) return
    throw new AppError('storage.taken', `${place} was published before, with other files; choose another place.`, 409)
  }
}

/**
 * Every file of a published folder, checked against the manifest.
 * @throws AppError `storage.missing` when there is no such folder, `storage.damaged` naming the file that differs
 */
export async function openFolder(target: string): Promise<Record<string, Buffer>> {
  const place = path.resolve(target)
  const manifest = await readManifest(place)
  const found = await readdir(place, { withFileTypes: true, recursive: true })
  const unexpected = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .find((name) => name !== manifestName && !(name in manifest))
  if (unexpected) throw damaged(path.join(place, unexpected))
  const files: Record<string, Buffer> = {}
  for (const [name, expected] of Object.entries(manifest)) {
    const file = path.join(place, name)
    const bytes = await readFile(file).catch((error: unknown) => {
      throw isMissing(error) ? damaged(file) : error
    })
    if (bytes.length !== expected.bytes || sha256Of(bytes) !== expected.sha256) throw damaged(file)
    files[name] = bytes
  }
  return files
}

async function readManifest(place: string) {
  const file = path.join(place, manifestName)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw isMissing(error) ? missing(place) : error
  })
  try {
    return manifestSchema.parse(JSON.parse(text)).files
  } catch {
    throw damaged(file)
  }
}
