/**
 * Coding and decoding of pictures that we made ourselves: the squares of the networks, previews, synthetic fundi. Runs in
 * the caller's process; files from outside go through `createPhotographDecoder` or `decodeMask` instead.
 * Pixels are `[height, width, 3]`, 8 bits.
 */
import sharp from 'sharp'

export type RgbImage = { width: number; height: number; data: Uint8Array }

const fromRgb = (rgb: Uint8Array, width: number, height: number) =>
  sharp(rgb, { raw: { width, height, channels: 3 }, limitInputPixels: false })

/** Lossless. Level 2 with adaptive filters: a third smaller than without them, at half the time of the default level. */
export const encodePng = (rgb: Uint8Array, width: number, height: number): Promise<Buffer> =>
  fromRgb(rgb, width, height).png({ compressionLevel: 2, adaptiveFiltering: true }).toBuffer()

/** Without chroma subsampling: a microaneurysm is a few red pixels. */
export const encodeJpeg = (rgb: Uint8Array, width: number, height: number, quality = 90): Promise<Buffer> =>
  fromRgb(rgb, width, height).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()

export const encodeWebp = (rgb: Uint8Array, width: number, height: number, quality = 80): Promise<Buffer> =>
  fromRgb(rgb, width, height).webp({ quality, effort: 2 }).toBuffer()

/** A PNG, JPEG or WebP of our own making. */
export async function decodeRgb(bytes: Uint8Array): Promise<RgbImage> {
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
