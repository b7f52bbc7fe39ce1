/**
 * G(θ) * I of Eq. 1 inside a mask, on a grid that is as coarse as a wide Gaussian allows. The blur is normalised,
 * G * (I·m) / G * m: the dark surround has no say, so the rim does not glow as a bright ring (or, with the surround filled
 * in, as a dark one).
 */
import { blurInterleaved } from './gaussian'

export type LocalMeans = {
  /** Cells along one side of the square. */
  cells: number
  /** `[cells, cells, 3]`, grey levels. */
  data: Float32Array
}

/**
 * @param rgb `[side, side, 3]`
 * @param mask `[side, side]`, 1 = lit retina
 * @param sigmaPx σ in pixels of *this* square
 */
export function localMeans(rgb: Uint8Array, mask: Uint8Array, side: number, sigmaPx: number): LocalMeans {
  const shrink = shrinkFor(sigmaPx, side)
  const cells = side / shrink
  const sums = sumCells(rgb, mask, side, shrink)
  // Averaging over a cell has already blurred by the variance of a box, (shrink² − 1) / 12.
  const sigma = Math.sqrt(sigmaPx * sigmaPx - (shrink * shrink - 1) / 12) / shrink
  blurInterleaved(sums, cells, cells, 4, sigma)
  const data = new Float32Array(cells * cells * 3)
  for (let cell = 0; cell < cells * cells; cell++) {
    const weight = sums[cell * 4 + 3] ?? 0
    if (weight <= 0) continue
    for (let c = 0; c < 3; c++) data[cell * 3 + c] = (sums[cell * 4 + c] ?? 0) / weight
  }
  return { cells, data }
}

/** The largest power of two that leaves the Gaussian at least two cells wide and divides the side. */
function shrinkFor(sigmaPx: number, side: number): number {
  let shrink = 1
  while (sigmaPx / (shrink * 2) >= 2 && side % (shrink * 2) === 0) shrink *= 2
  return shrink
}

/** Red, green, blue and number of the lit pixels of every cell: `[cells, cells, 4]`. */
function sumCells(rgb: Uint8Array, mask: Uint8Array, side: number, shrink: number): Float32Array {
  const cells = side / shrink
  const sums = new Float32Array(cells * cells * 4)
  for (let y = 0; y < side; y++) {
    const row = mask.subarray(y * side, (y + 1) * side)
    const from = row.indexOf(1)
    if (from < 0) continue
    const to = row.lastIndexOf(1) + 1
    const cellRow = Math.floor(y / shrink) * cells
    for (let column = Math.floor(from / shrink); column * shrink < to; column++) {
      let red = 0
      let green = 0
      let blue = 0
      let lit = 0
      for (let x = column * shrink; x < (column + 1) * shrink; x++) {
        if (row[x] === 0) continue
        const at = (y * side + x) * 3
        red += rgb[at] ?? 0
        green += rgb[at + 1] ?? 0
        blue += rgb[at + 2] ?? 0
        lit++
      }
      const cell = (cellRow + column) * 4
      sums[cell] = (sums[cell] ?? 0) + red
      sums[cell + 1] = (sums[cell + 1] ?? 0) + green
      sums[cell + 2] = (sums[cell + 2] ?? 0) + blue
      sums[cell + 3] = (sums[cell + 3] ?? 0) + lit
    }
  }
  return sums
}

/** A copy in which the surround has the colours of the retina beside it, as far as the Gaussian reaches. */
export function continuedOutward(
  rgb: Uint8Array,
  mask: Uint8Array,
  side: number,
  { cells, data }: LocalMeans,
): Uint8Array {
  const copy = Uint8Array.from(rgb)
  for (let y = 0; y < side; y++) {
    const cellRow = Math.floor((y * cells) / side) * cells
    for (let x = 0; x < side; x++) {
      if (mask[y * side + x] === 1) continue
      const cell = (cellRow + Math.floor((x * cells) / side)) * 3
      const at = (y * side + x) * 3
      copy[at] = (data[cell] ?? 0) + 0.5
      copy[at + 1] = (data[cell + 1] ?? 0) + 0.5
      copy[at + 2] = (data[cell + 2] ?? 0) + 0.5
    }
  }
  return copy
}
