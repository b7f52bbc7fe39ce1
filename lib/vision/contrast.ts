/**
 * Eq. 1 of the paper (science §1): I = α·I_raw + β·(G(θ) * I_raw) + γ, per channel, rounded and clipped to 0 … 255.
 * Two forms: the formula on a bare plane, and the one that photographs get, where the Gaussian looks at lit retina only
 * and everything outside is γ.
 */
import { blurInterleaved, blurPlane } from './gaussian'
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
  const grey = clipped(settings.gamma)
  const result = new Uint8Array(side * side * 3).fill(grey)
  const { alpha, beta, gamma } = settings
  const small = side / shrink
  const line = new Float32Array(small * 3)
  const taps = interpolationTaps(side, small, shrink)
  for (let y = 0; y < side; y++) {
    interpolateRow(line, local, small, taps, y)
    for (let x = 0; x < side; x++) {
      if (mask[y * side + x] === 0) continue
      const at = (y * side + x) * 3
      const t = x * 4
      const c0 = taps.cells[t] ?? 0
      const c1 = taps.cells[t + 1] ?? 0
      const c2 = taps.cells[t + 2] ?? 0
      const c3 = taps.cells[t + 3] ?? 0
      const w0 = taps.weights[t] ?? 0
      const w1 = taps.weights[t + 1] ?? 0
      const w2 = taps.weights[t + 2] ?? 0
      const w3 = taps.weights[t + 3] ?? 0
      for (let c = 0; c < 3; c++) {
        const mean =
          w0 * (line[c0 + c] ?? 0) + w1 * (line[c1 + c] ?? 0) + w2 * (line[c2 + c] ?? 0) + w3 * (line[c3 + c] ?? 0)
        const value = alpha * (rgb[at + c] ?? 0) + beta * mean + gamma
        result[at + c] = value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0
      }
    }
  }
  return result
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
    const cellRow = ((y / shrink) | 0) * small
    for (let x = 0; x < side; x++) {
      if (mask[y * side + x] === 0) continue
      const cell = (cellRow + ((x / shrink) | 0)) * 4
      const at = (y * side + x) * 3
      sums[cell] = (sums[cell] ?? 0) + (rgb[at] ?? 0)
      sums[cell + 1] = (sums[cell + 1] ?? 0) + (rgb[at + 1] ?? 0)
      sums[cell + 2] = (sums[cell + 2] ?? 0) + (rgb[at + 2] ?? 0)
      sums[cell + 3] = (sums[cell + 3] ?? 0) + 1
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

type Taps = { cells: Int32Array; weights: Float32Array }

/** For every pixel of the large side, where its four cells begin on the small side, and their Catmull–Rom weights. */
function interpolationTaps(side: number, small: number, shrink: number): Taps {
  const cells = new Int32Array(side * 4)
  const weights = new Float32Array(side * 4)
  for (let i = 0; i < side; i++) {
    const place = (i + 0.5) / shrink - 0.5
    const first = Math.floor(place)
    const t = place - first
    const four = [
      ((-t + 2) * t - 1) * t * 0.5,
      ((3 * t - 5) * t * t + 2) * 0.5,
      ((-3 * t + 4) * t + 1) * t * 0.5,
      (t - 1) * t * t * 0.5,
    ]
    for (let k = 0; k < 4; k++) {
      cells[i * 4 + k] = 3 * Math.min(small - 1, Math.max(0, first - 1 + k))
      weights[i * 4 + k] = four[k] ?? 0
    }
  }
  return { cells, weights }
}

/** Row `y` of the large image, still with the small number of columns. */
function interpolateRow(line: Float32Array, local: Float32Array, small: number, taps: Taps, y: number) {
  line.fill(0)
  for (let k = 0; k < 4; k++) {
    const weight = taps.weights[y * 4 + k] ?? 0
    if (weight === 0) continue
    const from = (taps.cells[y * 4 + k] ?? 0) * small
    for (let i = 0; i < line.length; i++) line[i] = (line[i] ?? 0) + weight * (local[from + i] ?? 0)
  }
}
