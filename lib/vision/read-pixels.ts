/**
 * From a file to plain pixels: upright, 8 bits, sRGB, three channels. Runs in the child process only; nothing but the
 * three loaders that cameras need is left switched on.
 */
import sharp, { type Metadata } from 'sharp'
import { AppError } from '@/lib/domain/errors'
import { type Reduced, reduce, reducedSize, reductionKernel } from './reduce'
import { pixelsMax, sidePxMin } from './settings'
import type { PhotographType } from './sniff-type'
import { stripJpeg } from './strip-jpeg'

sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadTiffBuffer'],
})

export type ReadPixels = {
  width: number
  height: number
  /** `[height, width, 3]` */
  data: Buffer
  /** The file without its metadata, where that was possible without coding the pixels anew. */
  bare: Buffer | undefined
}

/** @throws AppError photograph.tooLarge, photograph.tooSmall, photograph.unsupported; sharp's own error for damage */
export async function readPixels(bytes: Buffer, type: PhotographType): Promise<ReadPixels> {
  const { isPlainColour, isUpright } = await examine(bytes)
  const bare = type === 'jpeg' && isPlainColour && isUpright ? stripJpeg(bytes) : undefined
  // What is stored is what is decoded: with a bare file at hand, every pixel comes from it.
  const { data, info } = await decodeWhole(bare ?? bytes, isPlainColour)
  return { width: info.width, height: info.height, data: threeChannels(data, info.channels), bare }
}

/**
 * `whole`: every pixel is decoded. `half`: libjpeg leaves out what a photograph of half the size does not show, where the
 * copy needs no more than that; the copy differs a little (docs/decisions/024).
 */
export type Decoding = 'whole' | 'half'

/**
 * The reduced copy alone, made while the file is decoded: the photograph's own pixels never exist as a whole. With `whole`
 * it is pixel for pixel the copy of what `readPixels` gives.
 * @throws as readPixels
 */
export async function readReduced(
  bytes: Buffer,
  type: PhotographType,
  lesionSidePx: number,
  decoding: Decoding,
): Promise<Reduced> {
  const { width, height, isPlainColour, isUpright, channels, depth } = await examine(bytes)
  const size = reducedSize({ width, height }, lesionSidePx)
  const isSimple = isPlainColour && isUpright && channels === 3 && depth === 'uchar' && size.width < width
  if (!isSimple) return reduce(await readPixels(bytes, type), lesionSidePx)
  const data = await sharp(bytes, { ...strict, ignoreIcc: true })
    .resize({ ...size, fit: 'fill', kernel: reductionKernel, fastShrinkOnLoad: decoding === 'half' })
    .raw({ depth: 'uchar' })
    .toBuffer()
  return { original: { width, height }, image: { ...size, data } }
}

/** What decides how a file is to be read. @throws as readPixels, for what it does not read */
async function examine(bytes: Buffer) {
  const meta = await sharp(bytes, { limitInputPixels: false }).metadata()
  requireUsable(meta)
  const isSrgb = !meta.icc || isSrgbProfile(meta.icc)
  return {
    width: meta.width,
    height: meta.height,
    channels: meta.channels,
    depth: meta.depth,
    /** Its numbers are sRGB already, or grey. */
    isPlainColour: (meta.space === 'srgb' || meta.space === 'b-w') && meta.channels !== 4 && isSrgb,
    isUpright: (meta.orientation ?? 1) === 1,
  }
}

/** Any complaint of the decoder refuses the file: half a photograph in grey must not be read as a retina. */
const strict = { limitInputPixels: pixelsMax, sequentialRead: true, failOn: 'warning' } as const

const decodeWhole = (bytes: Buffer, ignoreIcc: boolean) =>
  sharp(bytes, { ...strict, ignoreIcc })
    .autoOrient()
    .flatten({ background: '#000000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })

function requireUsable(meta: Metadata) {
  const { width, height } = meta
  if (width * height > pixelsMax) {
    throw new AppError(
      'photograph.tooLarge',
      `The photograph has ${width} × ${height} pixels; at most ${pixelsMax / 1e6} million are read. Save it smaller and import it again.`,
      413,
    )
  }
  if (Math.min(width, height) < sidePxMin) {
    throw new AppError(
      'photograph.tooSmall',
      `The picture has ${width} × ${height} pixels; a fundus photograph has at least ${sidePxMin} on each side.`,
      422,
    )
  }
  if ((meta.pages ?? 1) > 1) {
    throw new AppError(
      'photograph.unsupported',
      `The file holds ${meta.pages} pictures; save the photograph as a file of its own and import that.`,
      415,
    )
  }
  if (meta.depth !== 'uchar' && meta.depth !== 'ushort') {
    throw new AppError(
      'photograph.unsupported',
      `The picture stores its pixels as ${meta.depth}; save it with 8 or 16 bits a channel and import it again.`,
      415,
    )
  }
}

/** Profiles name themselves, in one or two bytes a character. A profile that is not sRGB is applied, not thrown away. */
function isSrgbProfile(icc: Buffer): boolean {
  const text = icc.toString('latin1').replaceAll('\0', '')
  return text.includes('sRGB')
}

function threeChannels(data: Buffer, channels: number): Buffer {
  if (channels === 3) return data
  const rgb = Buffer.allocUnsafe((data.length / channels) * 3)
  for (let i = 0, at = 0; i < data.length; i += channels, at += 3) {
    rgb[at] = data[i] ?? 0
    rgb[at + 1] = data[channels >= 3 ? i + 1 : i] ?? 0
    rgb[at + 2] = data[channels >= 3 ? i + 2 : i] ?? 0
  }
  return rgb
}
