/** A lesion map as pictures for people: M in grey, and the photograph with what the network holds for lesions laid over it. */
import { averageTiles, weightingMatrix } from '@/lib/domain/lesion-map'
import { patchPositions } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { mostLikely } from '@/lib/network'
import { encodePng, type RgbImage } from '@/lib/vision'
import type { Examined } from './examine-photograph'

/** Yellow where a lesion is thought possible, purple red where it is held for certain: told apart without seeing colours. */
const faint = [255, 225, 60] as const
const strong = [175, 0, 70] as const
/** How much of the photograph the strongest colour hides, 0…1. */
const coverMax = 0.65

/**
 * M as the paper weighs images, (L + 1) · P averaged over overlaps: grey 0…255 for 0…K. Beyond the field of view it is 1, as
 * where images are weighted.
 * @returns PNG, d × d
 */
export function mapPicture({ inside, probabilities }: Examined, grid: GridSettings): Promise<Buffer> {
  const classes = probabilities.length / inside.length
  const seen = probabilities.map((value, i) => (inside[Math.floor(i / classes)] ? value : Number.NaN))
  const map = weightingMatrix(mostLikely(seen, classes), seen, grid, 'paper')
  const rgb = new Uint8Array(map.length * 3)
  map.forEach((value, i) => {
    rgb.fill(Math.round((255 * value) / classes), 3 * i, 3 * i + 3)
  })
  return encodePng(rgb, grid.d, grid.d)
}

/**
 * The probability of any lesion, averaged over overlaps, in the field of view only.
 * @param plain the square before Eq. 1
 * @returns PNG, d × d
 */
export function overlayPicture(
  { inside, probabilities }: Examined,
  plain: RgbImage,
  grid: GridSettings,
): Promise<Buffer> {
  const positions = patchPositions(grid)
  const classes = probabilities.length / inside.length
  const lesion = inside.map((isInside, i) => (isInside ? 1 - (probabilities[i * classes] ?? 0) : 0))
  const map = averageTiles(lesion, positions, grid.h, grid.d)
  const rgb = new Uint8Array(plain.data.length)
  map.forEach((value, i) => {
    for (let c = 0; c < 3; c++) {
      const colour = (faint[c] ?? 0) + value * ((strong[c] ?? 0) - (faint[c] ?? 0))
      const cover = coverMax * value
      rgb[3 * i + c] = Math.round((1 - cover) * (plain.data[3 * i + c] ?? 0) + cover * colour)
    }
  })
  return encodePng(rgb, grid.d, grid.d)
}
