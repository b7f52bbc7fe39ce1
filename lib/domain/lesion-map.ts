/**
 * The weighted lesion map M (science §4): each patch's weight becomes an h × h tile at the patch's place, and a pixel's
 * value is the mean of the tiles that cover it. `I* = M ⊙ I` is what the grading network sees, and M is what people see.
 */
import { AppError } from './errors'
import { patchPositions } from './patch-grid'
import type { GridSettings } from './protocol'

/** `paper`: (L + 1) · P. `expected`: Σ (k + 1) · p_k, which does not darken an uncertain *normal*. `none`: 1 everywhere. */
export type WeightingMode = 'paper' | 'expected' | 'none'

/**
 * @param labels s·s class numbers, arg max of the softmax, in index order
 * @param probabilities s·s largest softmax outputs, or s·s·K of all K classes (patch by patch); `expected` needs the latter.
 *   NaN for a patch that was not evaluated: it takes no part
 * @returns M, d·d, row by row, 0 … K
 */
export function weightingMatrix(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  grid: GridSettings,
  mode: WeightingMode,
): Float32Array {
  if (mode === 'none') return new Float32Array(grid.d * grid.d).fill(1)
  const positions = patchPositions(grid)
  const patches = positions.length ** 2
  const classes = probabilities.length / patches
  const isSound =
    labels.length === patches && Number.isInteger(classes) && (classes > 1 || mode === 'paper') && classes > 0
  if (!isSound) {
    throw new AppError(
      'lesionMap.shape',
      `A ${mode} map of ${patches} patches cannot be made from ${labels.length} labels and ${probabilities.length} probabilities.`,
      422,
    )
  }
  const weights = Float64Array.from({ length: patches }, (_, i) =>
    mode === 'paper' ? paperWeight(labels, probabilities, classes, i) : expectedWeight(probabilities, classes, i),
  )
  return averageTiles(weights, positions, grid.h, grid.d)
}

function paperWeight(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number, patch: number) {
  const label = labels[patch] as number
  return (label + 1) * (probabilities[classes === 1 ? patch : patch * classes + label] as number)
}

function expectedWeight(probabilities: ArrayLike<number>, classes: number, patch: number) {
  let sum = 0
  for (let k = 0; k < classes; k++) sum += (k + 1) * (probabilities[patch * classes + k] as number)
  return sum
}

/**
 * Mean of the h × h tiles that cover each pixel of a d × d image.
 * @param values one a tile, row by row; NaN takes no part
 * @param positions left and upper edges along one axis
 * @returns d·d; 1 where no tile lies: an unweighted pixel
 */
export function averageTiles(
  values: ArrayLike<number>,
  positions: readonly number[],
  h: number,
  d: number,
): Float32Array {
  const sums = new Float64Array(d * d)
  const counts = new Uint16Array(d * d)
  positions.forEach((top, row) => {
    positions.forEach((left, column) => {
      const value = values[row * positions.length + column] as number
      if (Number.isNaN(value)) return
      for (let y = top; y < top + h; y++) {
        for (let i = y * d + left; i < y * d + left + h; i++) {
          sums[i] = (sums[i] as number) + value
          counts[i] = (counts[i] as number) + 1
        }
      }
    })
  })
  return Float32Array.from(sums, (sum, i) => (counts[i] === 0 ? 1 : sum / (counts[i] as number)))
}

/**
 * Brings a square map to another, smaller or equal size: each new pixel is the mean of the area it covers, with the
 * shares of pixels that it covers in part. The mean of the map stays what it was.
 * @param map from·from, row by row
 * @returns to·to
 */
export function areaAverage(map: ArrayLike<number>, from: number, to: number): Float32Array {
  if (map.length !== from * from || to < 1 || to > from) {
    throw new AppError(
      'lesionMap.size',
      `A map of ${map.length} values cannot go from ${from} to ${to} pixels a side.`,
      422,
    )
  }
  const spans = Array.from({ length: to }, (_, i) => spanOf(i, from / to, from))
  const narrow = new Float64Array(from * to)
  for (let y = 0; y < from; y++) {
    spans.forEach((span, x) => {
      let sum = 0
      for (let i = 0; i < span.shares.length; i++)
        sum += (span.shares[i] as number) * (map[y * from + span.first + i] as number)
      narrow[y * to + x] = sum
    })
  }
  const small = new Float32Array(to * to)
  spans.forEach((span, y) => {
    for (let x = 0; x < to; x++) {
      let sum = 0
      for (let i = 0; i < span.shares.length; i++)
        sum += (span.shares[i] as number) * (narrow[(span.first + i) * to + x] as number)
      small[y * to + x] = sum
    }
  })
  return small
}

/** The old pixels under new pixel `i`, and the share of the new pixel that each fills (they sum to 1). */
function spanOf(i: number, ratio: number, from: number): { first: number; shares: number[] } {
  const start = i * ratio
  const end = Math.min(from, start + ratio)
  const first = Math.floor(start + 1e-9)
  const shares: number[] = []
  for (let pixel = first; pixel < end - 1e-9; pixel++) {
    shares.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / ratio)
  }
  return { first, shares }
}
