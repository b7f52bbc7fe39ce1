/**
 * From the small grid of local means back to every pixel: Catmull–Rom, one row at a time, because a photograph's worth of
 * floating-point numbers does not fit into a processor's cache.
 */

/**
 * @param local `[side / shrink, side / shrink, 3]`
 * @param shrink a power of two that divides the side
 * @returns row y as `[side, 3]`; the next call overwrites it
 */
export function rowsOfMeans(local: Float32Array, side: number, shrink: number): (y: number) => Float64Array {
  const small = side / shrink
  const weights = weightsOfPhases(shrink)
  const padding = 2 * 3
  const line = new Float32Array(small * 3 + 2 * padding)
  const wide = new Float64Array((side + 2 * shrink) * 3)
  const row = wide.subarray(shrink * 3, (shrink + side) * 3)
  return (y) => {
    const inner = line.subarray(padding, padding + small * 3)
    blendRows(inner, local, small, y, shrink, weights)
    if (shrink === 1) row.set(inner)
    else {
      for (let i = 0; i < padding; i++) {
        line[i] = inner[i % 3] ?? 0
        line[padding + small * 3 + i] = inner[(small - 1) * 3 + (i % 3)] ?? 0
      }
      widen(wide, line, small, shrink, weights)
    }
    return row
  }
}

/** Where a pixel lies between the middles of two cells decides its weights: `[shrink, 4]`. */
function weightsOfPhases(shrink: number): Float32Array {
  const weights = new Float32Array(shrink * 4)
  for (let phase = 0; phase < shrink; phase++) {
    const t = shrink === 1 ? 0 : (phase + 0.5) / shrink
    weights.set(
      [
        ((-t + 2) * t - 1) * t * 0.5,
        ((3 * t - 5) * t * t + 2) * 0.5,
        ((-3 * t + 4) * t + 1) * t * 0.5,
        (t - 1) * t * t * 0.5,
      ],
      phase * 4,
    )
  }
  return weights
}

/** Row `y` of the large image, still with the small number of columns. Beyond the border the nearest row counts. */
function blendRows(
  line: Float32Array,
  local: Float32Array,
  small: number,
  y: number,
  shrink: number,
  weights: Float32Array,
) {
  const half = shrink >> 1
  const first = Math.floor((y - half) / shrink)
  const phase = y - half - first * shrink
  line.fill(0)
  for (let k = 0; k < 4; k++) {
    const weight = weights[phase * 4 + k] ?? 0
    if (weight === 0) continue
    const from = Math.min(small - 1, Math.max(0, first - 1 + k)) * small * 3
    for (let i = 0; i < line.length; i++) line[i] = (line[i] ?? 0) + weight * (local[from + i] ?? 0)
  }
}

/** Every column from its four cells, one phase after the other: their weights are the same all along the row. */
function widen(wide: Float64Array, line: Float32Array, small: number, shrink: number, weights: Float32Array) {
  for (let phase = 0; phase < shrink; phase++) {
    const w0 = weights[phase * 4] ?? 0
    const w1 = weights[phase * 4 + 1] ?? 0
    const w2 = weights[phase * 4 + 2] ?? 0
    const w3 = weights[phase * 4 + 3] ?? 0
    let at = ((shrink >> 1) + phase) * 3
    for (let i = 0; i <= small * 3; i += 3) {
      for (let c = i; c < i + 3; c++) {
        wide[at + c - i] =
          w0 * (line[c] ?? 0) + w1 * (line[c + 3] ?? 0) + w2 * (line[c + 6] ?? 0) + w3 * (line[c + 9] ?? 0)
      }
      at += shrink * 3
    }
  }
}
