/** What the two networks see of a photograph (science §1), made from a reduced copy of it. */
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { contrastFrom } from './contrast'
import { cutSquare } from './cut-square'
import { discMask } from './disc-mask'
import { type RgbImage, resizeTo } from './images'
import { continuedOutward, localMeans } from './local-means'
import { locate } from './locate'
import type { Reduced } from './reduce'
import type { PreprocessSettings } from './settings'

export type NetworkSquares = {
  fieldOfView: FieldOfView
  /** d × d of the lesion stage: the crop before Eq. 1, padded with black, and after it. */
  lesion: { plain: RgbImage; contrast: RgbImage }
  /** d × d of the grading stage, after Eq. 1. */
  grading: { contrast: RgbImage }
}

/** σ and the rim are given at this d. */
const statedAtPx = 800

/**
 * @param whole gives the photograph itself, asked for where the square would be larger than its part of the copy
 * @throws AppError photograph.noFieldOfView
 */
export async function networkSquares(
  reduced: Reduced,
  whole: () => RgbImage | Promise<RgbImage>,
  settings: PreprocessSettings,
): Promise<NetworkSquares> {
  const { original, image } = reduced
  const found = await locate(reduced)
  const shown = (found.crop.side * image.width) / original.width
  const isEnough = shown >= settings.lesionSidePx || image.width === original.width
  const { crop, square } = cutSquare(isEnough ? reduced : { original, image: await whole() }, found.crop)
  const fieldOfView = { ...found, crop }
  const maskOf = (side: number) => discMask(fieldOfView, original, side, (settings.rimPx * side) / statedAtPx)

  const plain = await resizeTo(square, squareOf(settings.lesionSidePx), 'lanczos3')
  const side = plain.width
  const mask = maskOf(side)
  const means = localMeans(plain.data, mask, side, (settings.sigmaPx * side) / statedAtPx)

  // The smaller square shows the same with σ in proportion, so one blur serves both. Its rim is but a pixel wide: Lanczos
  // must not reach the black beyond.
  const rimless = { ...plain, data: continuedOutward(plain.data, mask, side, means) }
  const small = await resizeTo(rimless, squareOf(settings.gradingSidePx), 'lanczos3')
  const withContrast = (image: RgbImage, lit: Uint8Array): RgbImage => ({
    ...image,
    data: contrastFrom(means, image.data, lit, image.width, settings),
  })
  return {
    fieldOfView,
    lesion: { plain, contrast: withContrast(plain, mask) },
    grading: { contrast: withContrast(small, maskOf(small.width)) },
  }
}

const squareOf = (side: number) => ({ width: side, height: side })
