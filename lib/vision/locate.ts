/** From a photograph to its field of view: a small copy is searched, whose rim is found to a fraction of a pixel. */
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { findFieldOfView } from './find-field-of-view'
import { resizeTo } from './images'
import type { Reduced, Size } from './reduce'

/** Enough for the rim to a tenth of a pixel, and just under a quarter of the reduced copy of a 3 : 2 photograph. */
const longSidePx = { min: 320, max: 340 }

/**
 * @param photograph a copy of any size, and the true size, in whose pixels the answer is
 * @throws AppError photograph.noFieldOfView
 */
export async function locate({ image, original }: Reduced): Promise<FieldOfView> {
  const small = await resizeTo(image, levelsSize(original), 'linear')
  const levels = new Uint8Array(small.width * small.height)
  for (let i = 0; i < levels.length; i++) {
    levels[i] = Math.max(small.data[i * 3] ?? 0, small.data[i * 3 + 1] ?? 0, small.data[i * 3 + 2] ?? 0)
  }
  const found = findFieldOfView({ width: small.width, height: small.height, data: levels }, original)
  if (found) return found
  throw new AppError(
    'photograph.noFieldOfView',
    'No lit, round field of view was found in the picture; check that it is a fundus photograph with its dark surround.',
    422,
  )
}

/**
 * Whole pixels stretch a small copy a little in one direction, and a disc that is cut off is then taken for another circle:
 * of the sizes that will do, the one that keeps the photograph's proportions best.
 */
function levelsSize({ width, height }: Size): Size {
  const long = Math.max(width, height)
  let best = { width, height, stretch: Number.POSITIVE_INFINITY }
  for (let side = Math.min(long, longSidePx.min); side <= Math.min(long, longSidePx.max); side++) {
    const size = { width: Math.round((width * side) / long), height: Math.round((height * side) / long) }
    const stretch = Math.abs((size.width * height) / (size.height * width) - 1)
    if (stretch < best.stretch) best = { ...size, stretch }
  }
  return { width: best.width, height: best.height }
}
