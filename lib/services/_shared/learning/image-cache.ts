/**
 * Decoded pictures, the most recently used ones in memory. A patch is cut out of its photograph again and again in an
 * epoch; decoding is what costs (about 15 ms for 800 × 800), and a study may be larger than memory.
 */
import type { BlobStore } from '@/lib/storage'
import { decodeRgb } from '@/lib/vision'
import { blobs } from '../stores'

export type Pixels = {
  /** side × side × 3, row by row. */
  data: Uint8Array
  side: number
}

/**
 * MiB of pictures that a feed's thread keeps decoded: a hundred photographs, to each of which it comes back many times in an
 * epoch. Of more, it decodes again what it needs (15 ms each, beside the network): memory does not grow with their number.
 */
export const feedMebibytes = 192

/** MiB for whoever goes through a set in the order of its pictures. */
export const orderlyMebibytes = 32

export type ImageCache = {
  /** Without waiting where it is in memory. @param sha256 of a square PNG in storage */
  get(sha256: string): Pixels | Promise<Pixels>
}

/**
 * @param mebibytesMax of decoded pixels kept at most
 * @param store where the pictures are
 */
export function createImageCache(mebibytesMax: number, store: Pick<BlobStore, 'get'> = blobs()): ImageCache {
  const bytesMax = mebibytesMax * 1024 * 1024
  const kept = new Map<string, Pixels>()
  const loading = new Map<string, Promise<Pixels>>()
  let bytes = 0

  const keep = (sha256: string, pixels: Pixels) => {
    kept.set(sha256, pixels)
    bytes += pixels.data.length
    for (const [oldest, { data }] of kept) {
      if (bytes <= bytesMax || oldest === sha256) break
      kept.delete(oldest)
      bytes -= data.length
    }
  }

  const load = async (sha256: string): Promise<Pixels> => {
    const { data, width } = await decodeRgb(await store.get(sha256))
    const pixels = { data, side: width }
    keep(sha256, pixels)
    return pixels
  }

  return {
    get(sha256) {
      const known = kept.get(sha256)
      if (known) {
        kept.delete(sha256)
        kept.set(sha256, known)
        return known
      }
      const started = loading.get(sha256) ?? load(sha256).finally(() => loading.delete(sha256))
      loading.set(sha256, started)
      return started
    },
  }
}
