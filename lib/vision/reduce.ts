/**
 * The first of the two steps in which a photograph shrinks to the networks' squares: to a copy whose short side has a few
 * more than d pixels, in which the field of view is looked for and cut out. Everything after it handles a tenth as many.
 */
import { type RgbImage, resizeTo } from './images'

export type Size = { width: number; height: number }

/** A photograph's size, and a copy of it that has at most that size. */
export type Reduced = { original: Size; image: RgbImage }

/** From four times on, libvips would average by whole factors first, which takes twice as long. */
const reductionMax = 3.9
/** A smaller reduction saves less than it costs. */
const reductionMin = 2

/** Most discs are as large as the photograph's short side or larger, some a little smaller: so much more than d it has. */
const room = 1.1

/** Lanczos with two lobes: it rings over less than the rim that the mask leaves out. */
export const reductionKernel = 'lanczos2'

/** The size of the copy: the photograph's own, where it is small. @param lesionSidePx d */
export function reducedSize({ width, height }: Size, lesionSidePx: number): Size {
  const reduction = Math.min(reductionMax, Math.min(width, height) / (room * lesionSidePx))
  if (reduction < reductionMin) return { width, height }
  return { width: Math.floor(width / reduction), height: Math.floor(height / reduction) }
}

/** The copy of decoded pixels: these themselves, where the photograph is small. */
export async function reduce(photograph: RgbImage, lesionSidePx: number): Promise<Reduced> {
  const size = reducedSize(photograph, lesionSidePx)
  const isSame = size.width === photograph.width
  const { width, height } = photograph
  return { original: { width, height }, image: isSame ? photograph : await resizeTo(photograph, size, reductionKernel) }
}
