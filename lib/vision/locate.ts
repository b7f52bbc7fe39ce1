/** From a photograph to its field of view: a small copy is searched, whose rim is found to a fraction of a pixel. */
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { findFieldOfView } from './find-field-of-view'
import { shrinkTo } from './images'
import type { Reduced } from './reduce'

/** Enough for the rim to a tenth of a pixel; the reduced copy of a 3 : 2 photograph is just under four times as large. */
const levelsSidePx = 340

/**
 * @param photograph a copy of any size, and the true size, in whose pixels the answer is
 * @throws AppError photograph.noFieldOfView
 */
export async function locate({ image, original }: Reduced): Promise<FieldOfView> {
  const small = await shrinkTo(image, levelsSidePx)
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
