/** What the two networks see of a photograph whose field of view is known (science §1, steps 2 to 4). */
import sharp from 'sharp'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { contrastInMask } from './contrast'
import { discMask } from './disc-mask'
import { type RgbImage, rawInput } from './images'
import type { PreprocessSettings } from './settings'

export type Square = {
  /** The crop before Eq. 1, padded with black. */
  plain: RgbImage
  /** After Eq. 1, σ and rim scaled by d / 800. */
  contrast: RgbImage
}

export type NetworkSquares = { lesion: Square; grading: Square }

/** σ and the rim are given at this d. */
const statedAtPx = 800

/**
 * @param image the photograph, or a copy of it in which one pixel is `scale` of its own
 * @param original its size, and `fieldOfView`, in pixels of the original
 */
export async function networkSquares(
  image: RgbImage,
  original: { width: number; height: number },
  fieldOfView: FieldOfView,
  settings: PreprocessSettings,
): Promise<NetworkSquares> {
  const crop = scaled(fieldOfView.crop, image.width / original.width, image.height / original.height)
  const lesion = await resizeSquare(cutSquare(image, crop), settings.lesionSidePx)
  const grading = await resizeSquare(lesion, settings.gradingSidePx)
  const withContrast = (plain: RgbImage): Square => {
    const side = plain.width
    const perPixel = side / statedAtPx
    const mask = discMask(fieldOfView, original, side, settings.rimPx * perPixel)
    const data = contrastInMask(plain.data, mask, side, settings.sigmaPx * perPixel, settings)
    return { plain, contrast: { width: side, height: side, data } }
  }
  return { lesion: withContrast(lesion), grading: withContrast(grading) }
}

const scaled = ({ x, y, side }: FieldOfView['crop'], across: number, down: number): FieldOfView['crop'] => ({
  x: Math.round(x * across),
  y: Math.round(y * down),
  side: Math.round(side * across),
})

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
