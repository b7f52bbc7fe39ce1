/** The files of a prepared photograph go to storage before its row is written: a row never names a file that is not there. */
import type { PreparedPhotograph } from '@/lib/vision'
import { blobs } from '../stores'

export type StoredPhotograph = {
  originalSha256: string
  thumbnailSha256: string
  displaySha256: string
  plain800Sha256: string
  contrast800Sha256: string
  contrast256Sha256: string
}

export async function storePrepared(prepared: PreparedPhotograph): Promise<StoredPhotograph> {
  const store = blobs()
  const put = async (bytes: Uint8Array) => (await store.put(bytes)).sha256
  const [originalSha256, thumbnailSha256, displaySha256, plain800Sha256, contrast800Sha256, contrast256Sha256] =
    await Promise.all([
      put(prepared.original.bytes),
      put(prepared.thumbnail),
      put(prepared.display),
      put(prepared.plain800),
      put(prepared.contrast800),
      put(prepared.contrast256),
    ])
  return { originalSha256, thumbnailSha256, displaySha256, plain800Sha256, contrast800Sha256, contrast256Sha256 }
}
