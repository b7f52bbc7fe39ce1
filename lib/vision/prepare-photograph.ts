/**
 * Everything that is derived from one photograph (science §1), in one walk: decode once at full size, find the field of
 * view, crop, shrink to 800 and 256, Eq. 1. Runs in the child process. The same bytes give the same bytes.
 */
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { contrastInMask } from './contrast'
import { discMask } from './disc-mask'
import { findFieldOfView } from './find-field-of-view'
import { encodeJpeg, encodePng, encodeWebp, type RgbImage } from './images'
import { readPixels } from './read-pixels'
import { displaySidePxMax, gradingSidePx, lesionSidePx, type PreprocessSettings } from './settings'
import type { PhotographType } from './sniff-type'

export type PreparedPhotograph = {
  /** Of the upright photograph, pixels. */
  width: number
  height: number
  /** SHA-256 of size and RGB pixels: equal for two files that show the same pixels, whatever surrounds them. */
  canonicalSha256: string
  fieldOfView: FieldOfView
  /** Without metadata; the very same pixels where that was possible (see `stripJpeg`). */
  original: { bytes: Buffer; type: 'image/jpeg' | 'image/png' }
  /** WebP, 256 × 256, the crop. */
  thumbnail: Buffer
  /** JPEG of the whole photograph, at most 1600 pixels a side, for viewing. */
  display: Buffer
  /** PNG, 800 × 800, the crop before Eq. 1. */
  plain800: Buffer
  /** PNG, 800 × 800, after Eq. 1. */
  contrast800: Buffer
  /** PNG, 256 × 256, after Eq. 1 with σ scaled by 256 / 800. */
  contrast256: Buffer
}

/** Side of the small copy on which the field of view is looked for; its rim is found to a fraction of a pixel. */
const levelsSidePx = 320

export async function preparePhotograph(
  bytes: Buffer,
  type: PhotographType,
  settings: PreprocessSettings,
): Promise<PreparedPhotograph> {
  const photograph = await readPixels(bytes, type)
  const display = await shrinkTo(photograph, displaySidePxMax)
  const fieldOfView = await locate(photograph, display)
  const plain = await resizeSquare(cutSquare(photograph, fieldOfView.crop), lesionSidePx)
  const small = await resizeSquare(plain, gradingSidePx)
  const contrast = (square: RgbImage) => {
    const scale = square.width / lesionSidePx
    const mask = discMask(fieldOfView, photograph, square.width, settings.rimPx * scale)
    return contrastInMask(square.data, mask, square.width, settings.sigmaPx * scale, settings)
  }
  return {
    width: photograph.width,
    height: photograph.height,
    canonicalSha256: canonicalSha256(photograph),
    fieldOfView,
    original: await originalWithoutMetadata(photograph, type),
    thumbnail: await encodeWebp(small.data, gradingSidePx, gradingSidePx),
    display: await encodeJpeg(display.data, display.width, display.height, 85),
    plain800: await encodePng(plain.data, lesionSidePx, lesionSidePx),
    contrast800: await encodePng(contrast(plain), lesionSidePx, lesionSidePx),
    contrast256: await encodePng(contrast(small), gradingSidePx, gradingSidePx),
  }
}

/** The size is part of it: 2 × 8 and 4 × 4 pixels of the same bytes are different pictures. */
function canonicalSha256({ width, height, data }: RgbImage): string {
  return createHash('sha256').update(`rgb8 ${width} ${height}\n`).update(data).digest('hex')
}

async function locate(photograph: RgbImage, display: RgbImage): Promise<FieldOfView> {
  const small = await shrinkTo(display, levelsSidePx)
  const levels = new Uint8Array(small.width * small.height)
  for (let i = 0; i < levels.length; i++) {
    levels[i] = Math.max(small.data[i * 3] ?? 0, small.data[i * 3 + 1] ?? 0, small.data[i * 3 + 2] ?? 0)
  }
  const found = findFieldOfView({ width: small.width, height: small.height, data: levels }, photograph)
  if (found) return found
  throw new AppError(
    'photograph.noFieldOfView',
    'No lit, round field of view was found in the picture; check that it is a fundus photograph with its dark surround.',
    422,
  )
}

const rawInput = ({ width, height }: RgbImage) => ({
  raw: { width, height, channels: 3 as const },
  limitInputPixels: false as const,
})

async function shrinkTo(image: RgbImage, sidePxMax: number): Promise<RgbImage> {
  const { data, info } = await sharp(image.data, rawInput(image))
    .resize({ width: sidePxMax, height: sidePxMax, fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** Pad first, then resize (science §1): the square in full resolution, black beyond the photograph. */
function cutSquare(image: RgbImage, { x, y, side }: FieldOfView['crop']): RgbImage {
  // Some 30 MB: only what is padded is cleared, the rest is about to be written anyway.
  const data = Buffer.allocUnsafe(side * side * 3)
  const left = Math.max(0, x)
  const right = Math.max(left, Math.min(image.width, x + side))
  for (let row = 0; row < side; row++) {
    const line = data.subarray(row * side * 3, (row + 1) * side * 3)
    const from = y + row
    if (from < 0 || from >= image.height) {
      line.fill(0)
      continue
    }
    line.fill(0, 0, (left - x) * 3)
    line.set(image.data.subarray((from * image.width + left) * 3, (from * image.width + right) * 3), (left - x) * 3)
    line.fill(0, (right - x) * 3)
  }
  return { width: side, height: side, data }
}

/** Box average by whole factors, then Lanczos: no aliasing, and small lesions stay sharp. */
async function resizeSquare(square: RgbImage, side: number): Promise<RgbImage> {
  const data = await sharp(square.data, rawInput(square))
    .resize({ width: side, height: side, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  return { width: side, height: side, data }
}

async function originalWithoutMetadata(
  photograph: RgbImage & { bare: Buffer | undefined },
  type: PhotographType,
): Promise<PreparedPhotograph['original']> {
  const { width, height, data, bare } = photograph
  if (bare) return { bytes: bare, type: 'image/jpeg' }
  if (type === 'jpeg') return { bytes: await encodeJpeg(data, width, height, 95), type: 'image/jpeg' }
  return { bytes: await encodePng(data, width, height), type: 'image/png' }
}
