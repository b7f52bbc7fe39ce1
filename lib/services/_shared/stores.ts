/**
 * Where the services keep files. Everything lies below the data folder:
 *   blobs/            photographs, tables, snapshots, by SHA-256, for good
 *   incoming/<id>/    what an import received, as it came (with metadata), until its last photograph is in
 *   models/<id>/      published models; runs/<id>/  checkpoints and lesion maps of a run
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import { type BlobStore, blobStore, privateFolder } from '@/lib/storage'

export const blobs = (): BlobStore => blobStore(path.join(env().dataFolder, 'blobs'))

export const incomingRoot = () => path.join(env().dataFolder, 'incoming')

const incomingFolder = (importId: string) => path.join(incomingRoot(), importId)

/** Files as they arrived may carry names and dates in their metadata: they are kept apart and go when they are done. */
export const incomingBlobs = (importId: string): BlobStore => blobStore(incomingFolder(importId))

export const discardIncoming = (importId: string) => fs.rm(incomingFolder(importId), { recursive: true, force: true })

export const modelFolder = (modelVersionId: string) => path.join(env().dataFolder, 'models', modelVersionId)

export const runFolder = (runId: string, ...below: string[]) => path.join(env().dataFolder, 'runs', runId, ...below)

export const temporaryRoot = () => path.join(env().dataFolder, 'temporary')

/** A path for a body that must be whole before it can be read (a zip). The caller removes it. */
export async function temporaryFile(name: string): Promise<string> {
  const folder = temporaryRoot()
  await fs.mkdir(folder, { recursive: true, mode: privateFolder })
  return path.join(folder, name)
}
