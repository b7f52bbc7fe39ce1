/** From a photograph to its field of view: a small copy is searched, whose rim is found to a fraction of a pixel. */
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { findFieldOfView } from './find-field-of-view'
import { type RgbImage, shrinkTo } from './images'

const levelsSidePx = 320

/**
 * @param copy of the photograph, of any size from 320 px up
 * @param original its true size, in whose pixels the answer is
 * @throws AppError photograph.noFieldOfView
 */
export async function locate(copy: RgbImage, original: { width: number; height: number }): Promise<FieldOfView> {
  const small = await shrinkTo(copy, levelsSidePx)
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
