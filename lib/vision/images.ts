/**
 * Coding and decoding of pictures that we made ourselves: the squares of the networks, previews, synthetic fundi. Runs in
 * the caller's process; files from outside go through `createPhotographDecoder` or `decodeMask` instead.
 * Pixels are `[height, width, 3]`, 8 bits.
 */
import sharp from 'sharp'

export { encodePng } from './encode-png'

export type RgbImage = { width: number; height: number; data: Uint8Array }

export const rawInput = ({ width, height }: { width: number; height: number }) => ({
  raw: { width, height, channels: 3 as const },
  limitInputPixels: false as const,
})

const fromRgb = (rgb: Uint8Array, width: number, height: number) => sharp(rgb, rawInput({ width, height }))

/** Lossless, for a whole photograph: row by row, so that it needs no memory beside the photograph's own. */
export const encodeLargePng = (rgb: Uint8Array, width: number, height: number): Promise<Buffer> =>
  fromRgb(rgb, width, height).png({ compressionLevel: 2, adaptiveFiltering: true }).toBuffer()

/** Without chroma subsampling: a microaneurysm is a few red pixels. */
export const encodeJpeg = (rgb: Uint8Array, width: number, height: number, quality = 90): Promise<Buffer> =>
  fromRgb(rgb, width, height).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()

/** For looking at: with the standard's own Huffman tables, a third of the time for six in a hundred bytes more. */
export const encodeJpegFast = (rgb: Uint8Array, width: number, height: number, quality: number): Promise<Buffer> =>
  fromRgb(rgb, width, height).jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: false }).toBuffer()

/** WebP of a square, shrunk. */
export const encodeThumbnail = ({ data, width, height }: RgbImage, side: number): Promise<Buffer> =>
  fromRgb(data, width, height).resize(side, side, { kernel: 'lanczos3' }).webp({ quality: 80, effort: 2 }).toBuffer()

/** The same picture in another size. Factors from four up are first averaged by whole factors, which is slower. */
export async function resizeTo(
  image: RgbImage,
  size: { width: number; height: number },
  kernel: 'linear' | 'lanczos2' | 'lanczos3',
): Promise<RgbImage> {
  const data = await sharp(image.data, rawInput(image))
    .resize({ ...size, fit: 'fill', kernel })
    .raw()
    .toBuffer()
  return { ...size, data }
}

/** The same picture, as large as fits into a square; never enlarged. Each pixel is a weighted mean of those it stands for. */
export async function shrinkTo(image: RgbImage, sidePxMax: number): Promise<RgbImage> {
  const { data, info } = await sharp(image.data, rawInput(image))
    .resize({ width: sidePxMax, height: sidePxMax, fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** A PNG, JPEG or WebP of our own making. */
export async function decodeRgb(bytes: Uint8Array): Promise<RgbImage> {
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
