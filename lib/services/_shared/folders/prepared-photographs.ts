/**
 * Photographs as the networks see them, beside the training that needs them: decoded in child processes, once, and found
 * again by their bytes when a killed training goes on. Pictures are read back from the disk one at a time, so memory does
 * not grow with their number.
 */
import path from 'node:path'
import { z } from 'zod'
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { sha256 } from '@/lib/contracts/scalars'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import { sha256Hex } from '@/lib/domain/hash'
import { blobStore, openFolder, publishFolder } from '@/lib/storage'
import type { PhotographDecoder, PreprocessSettings } from '@/lib/vision'
import { readFileWhole } from './read-file-whole'

const prepared = z.strictObject({
  width: z.int(),
  height: z.int(),
  canonicalSha256: sha256,
  fieldOfView,
  /** Names of PNG files in the store of pictures. */
  contrast800: sha256,
  contrast256: sha256,
})
export type Prepared = z.infer<typeof prepared>

const fileName = 'prepared.json'

export const pictureStore = (folder: string) => blobStore(path.join(folder, 'pictures'))

/**
 * @param folder of the training
 * @throws AppError as the decoder does, and `photograph.file`; the sentence does not name the file
 */
export async function preparePhotographFile(
  file: string,
  decoder: PhotographDecoder,
  settings: PreprocessSettings,
  folder: string,
): Promise<Prepared> {
  const bytes = await readFileWhole(file)
  const key = sha256Hex(`${sha256Hex(bytes)} ${canonicalJson(settings)}`)
  const target = path.join(folder, 'prepared', key)
  const known = await readPrepared(target)
  if (known) return known
  const { width, height, canonicalSha256, fieldOfView, contrast800, contrast256 } = await decoder.prepare(
    bytes,
    settings,
  )
  const pictures = pictureStore(folder)
  const result: Prepared = {
    width,
    height,
    canonicalSha256,
    fieldOfView,
    contrast800: (await pictures.put(contrast800)).sha256,
    contrast256: (await pictures.put(contrast256)).sha256,
  }
  await publishFolder(target, { [fileName]: new TextEncoder().encode(JSON.stringify(result)) })
  return result
}

async function readPrepared(target: string): Promise<Prepared | undefined> {
  const files = await openFolder(target).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'storage.missing') return undefined
    throw error
  })
  return files && prepared.parse(JSON.parse(new TextDecoder().decode(files[fileName])))
}
