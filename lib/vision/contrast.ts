/**
 * Eq. 1 of the paper (science §1): I = α·I_raw + β·(G(θ) * I_raw) + γ, per channel, rounded and clipped to 0 … 255.
 * Two forms: the formula on a bare plane, and the one that photographs get, where the Gaussian looks at lit retina only
 * and everything outside is γ.
 */
import { blurInterleaved, blurPlane } from './gaussian'
import { rowsOfMeans } from './interpolate'
import type { PreprocessSettings } from './settings'

/** Eq. 1 on one plane without a mask, border mirrored: the published formula, to the grey level. */
export function contrastPlane(
  plane: Uint8Array,
  width: number,
  height: number,
  settings: Pick<PreprocessSettings, 'alpha' | 'beta' | 'gamma' | 'sigmaPx'>,
): Uint8Array {
  const blurred = blurPlane(plane, width, height, settings.sigmaPx)
  return plane.map((value, i) => clipped(settings.alpha * value + settings.beta * (blurred[i] ?? 0) + settings.gamma))
}

/**
 * Eq. 1 inside a mask. The blur is normalised, G * (I·m) / G * m: the dark surround has no say, so the rim does not
 * glow as a bright ring (or, with the surround filled in, as a dark one).
 * A wide Gaussian carries no detail, so it is computed on a smaller grid and interpolated, at a tenth of the cost. On
 * photographs the result differs from the full computation by less than half a grey level before rounding.
 * @param rgb `[side, side, 3]`
 * @param mask `[side, side]`, 1 = lit retina
 * @param sigmaPx σ in pixels of *this* square
 * @returns `[side, side, 3]`
 */
export function contrastInMask(
  rgb: Uint8Array,
  mask: Uint8Array,
  side: number,
  sigmaPx: number,
  settings: Pick<PreprocessSettings, 'alpha' | 'beta' | 'gamma'>,
): Uint8Array {
  const shrink = shrinkFor(sigmaPx, side)
  const local = localMean(rgb, mask, side, sigmaPx, shrink)
  const means = rowsOfMeans(local, side, shrink)
  const grey = clipped(settings.gamma)
  const result = new Uint8Array(side * side * 3).fill(grey)
  for (let y = 0; y < side; y++) {
    const row = mask.subarray(y * side, (y + 1) * side)
    const from = row.indexOf(1)
    if (from < 0) continue
    const to = row.lastIndexOf(1) + 1
    const start = y * side * 3
    addContrast(result, rgb, start + from * 3, start + to * 3, means(y).subarray(from * 3, to * 3), settings)
    for (let x = from; x < to; x++) {
      if (row[x] === 0) result.fill(grey, start + x * 3, start + x * 3 + 3)
    }
  }
  return result
}

/** Eq. 1 on the values `from` … `to`, whose local means are at hand. (A clamped array would take three times as long.) */
function addContrast(
  result: Uint8Array,
  rgb: Uint8Array,
  from: number,
  to: number,
  means: Float64Array,
  { alpha, beta, gamma }: Pick<PreprocessSettings, 'alpha' | 'beta' | 'gamma'>,
) {
  for (let i = from; i < to; i++) {
    const value = (alpha * (rgb[i] ?? 0) + beta * (means[i - from] ?? 0) + gamma + 0.5) | 0
    result[i] = Math.max(0, Math.min(255, value))
  }
}

const clipped = (value: number): number => Math.min(255, Math.max(0, Math.round(value)))

/** The largest power of two that leaves the Gaussian at least two cells wide and divides the side. */
function shrinkFor(sigmaPx: number, side: number): number {
  let shrink = 1
  while (sigmaPx / (shrink * 2) >= 2 && side % (shrink * 2) === 0) shrink *= 2
  return shrink
}

/** The normalised, masked blur on the smaller grid: `[side / shrink, side / shrink, 3]`. */
function localMean(rgb: Uint8Array, mask: Uint8Array, side: number, sigmaPx: number, shrink: number): Float32Array {
  const small = side / shrink
  const sums = new Float32Array(small * small * 4)
  for (let y = 0; y < side; y++) {
    const cellRow = Math.floor(y / shrink) * small
    for (let column = 0; column < small; column++) {
      const end = y * side + (column + 1) * shrink
      let [red, green, blue, lit] = [0, 0, 0, 0]
      for (let i = end - shrink; i < end; i++) {
        if (mask[i] === 0) continue
        red += rgb[i * 3] ?? 0
        green += rgb[i * 3 + 1] ?? 0
        blue += rgb[i * 3 + 2] ?? 0
        lit++
      }
      if (lit === 0) continue
      const cell = (cellRow + column) * 4
      sums[cell] = (sums[cell] ?? 0) + red
      sums[cell + 1] = (sums[cell + 1] ?? 0) + green
      sums[cell + 2] = (sums[cell + 2] ?? 0) + blue
      sums[cell + 3] = (sums[cell + 3] ?? 0) + lit
    }
  }
  // Averaging over a cell has already blurred by the variance of a box, (shrink² − 1) / 12.
  const sigma = Math.sqrt(sigmaPx * sigmaPx - (shrink * shrink - 1) / 12) / shrink
  blurInterleaved(sums, small, small, 4, sigma)
  const means = new Float32Array(small * small * 3)
  for (let cell = 0; cell < small * small; cell++) {
    const weight = sums[cell * 4 + 3] ?? 0
    if (weight <= 0) continue
    for (let c = 0; c < 3; c++) means[cell * 3 + c] = (sums[cell * 4 + c] ?? 0) / weight
  }
  return means
}
