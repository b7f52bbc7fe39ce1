/**
 * What the networks see of a photograph, and nothing else: for files that are looked at but not taken into a study. Pixel
 * for pixel what `preparePhotograph` makes, unless decoding at half the size is asked for. Runs in the child process.
 */
import { type NetworkSquares, networkSquares } from './network-squares'
import { type Decoding, readPixels, readReduced } from './read-pixels'
import type { PreprocessSettings } from './settings'
import type { PhotographType } from './sniff-type'

/** Width and height are those of the upright photograph, pixels. */
export type PhotographView = { width: number; height: number } & NetworkSquares

export async function viewPhotograph(
  bytes: Buffer,
  type: PhotographType,
  settings: PreprocessSettings,
  decoding: Decoding,
): Promise<PhotographView> {
  const reduced = await readReduced(bytes, type, settings.lesionSidePx, decoding)
  const squares = await networkSquares(reduced, () => readPixels(bytes, type), settings)
  return { ...reduced.original, ...squares }
}
