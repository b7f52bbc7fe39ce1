/**
 * What the networks see of a photograph, and nothing else: for files that are looked at but not taken into a study. Pixel
 * for pixel what `preparePhotograph` makes, unless a reduced decoding is asked for. Runs in the child process.
 */
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { shrinkTo } from './images'
import { locate } from './locate'
import { type NetworkSquares, networkSquares } from './network-squares'
import { type Reduced, readPixels, readReduced, reduction } from './read-pixels'
import { displaySidePxMax, type PreprocessSettings } from './settings'
import type { PhotographType } from './sniff-type'

export type PhotographView = {
  /** Of the upright photograph, pixels. */
  width: number
  height: number
  fieldOfView: FieldOfView
} & NetworkSquares

/**
 * `whole`: every pixel is decoded. `half`: a large JPEG is decoded at half its size, in about half the time; the squares
 * then differ a little (docs/decisions/024), and `whole` is used where they would lack detail.
 */
export type Decoding = 'whole' | 'half'

export async function viewPhotograph(
  bytes: Buffer,
  type: PhotographType,
  settings: PreprocessSettings,
  decoding: Decoding,
): Promise<PhotographView> {
  const reduced = decoding === 'half' ? await viewReduced(await readReduced(bytes, type), settings) : undefined
  if (reduced) return reduced
  const photograph = await readPixels(bytes, type)
  const fieldOfView = await locate(await shrinkTo(photograph, displaySidePxMax), photograph)
  const squares = await networkSquares(photograph, photograph, fieldOfView, settings)
  return { width: photograph.width, height: photograph.height, fieldOfView, ...squares }
}

/** @returns undefined where the square would have to be enlarged */
async function viewReduced(
  reduced: Reduced | undefined,
  settings: PreprocessSettings,
): Promise<PhotographView | undefined> {
  if (!reduced) return undefined
  const { original, image } = reduced
  const found = await locate(image, original)
  if (found.crop.side < reduction * settings.lesionSidePx) return undefined
  const fieldOfView = { ...found, crop: onPixelsOf(image, original, found.crop) }
  return { ...original, fieldOfView, ...(await networkSquares(image, original, fieldOfView, settings)) }
}

/** Moved by a pixel or two, so that it begins and ends between two pixels of the copy: the square then shows just that. */
function onPixelsOf(
  image: Reduced['image'],
  original: Reduced['original'],
  { x, y, side }: FieldOfView['crop'],
): FieldOfView['crop'] {
  const across = original.width / image.width
  const down = original.height / image.height
  return {
    x: Math.round(Math.round(x / across) * across),
    y: Math.round(Math.round(y / down) * down),
    side: Math.round(Math.round(side / across) * across),
  }
}
