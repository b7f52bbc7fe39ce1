/** From a coarse grid to every pixel by Catmull–Rom: for each pixel its four cells and their weights, along one axis. */

export type Taps = {
  /** `[n, 4]`; beyond the border the nearest cell counts. */
  cells: Int32Array
  /** `[n, 4]`, each four sum to 1. */
  weights: Float64Array
}

/** @param n pixels along the axis, which `cells` cells cover */
export function catmullRom(n: number, cells: number): Taps {
  const taps: Taps = { cells: new Int32Array(n * 4), weights: new Float64Array(n * 4) }
  for (let i = 0; i < n; i++) {
    const place = ((i + 0.5) * cells) / n - 0.5
    const first = Math.floor(place)
    const t = place - first
    for (let k = 0; k < 4; k++) taps.cells[i * 4 + k] = Math.min(cells - 1, Math.max(0, first - 1 + k))
    taps.weights[i * 4] = ((-t + 2) * t - 1) * t * 0.5
    taps.weights[i * 4 + 1] = ((3 * t - 5) * t * t + 2) * 0.5
    taps.weights[i * 4 + 2] = ((-3 * t + 4) * t + 1) * t * 0.5
    taps.weights[i * 4 + 3] = (t - 1) * t * t * 0.5
  }
  return taps
}

/** Every row of a grid `[rows, cells, 3]` to full width: `[rows, n, 3]`. */
export function widen(grid: Float32Array, rows: number, { cells, weights }: Taps): Float32Array {
  const n = cells.length / 4
  const stride = grid.length / rows
  const wide = new Float32Array(rows * n * 3)
  let to = 0
  for (let row = 0; row < rows; row++) {
    const from = row * stride
    for (let x = 0; x < n; x++) {
      const c0 = from + (cells[x * 4] ?? 0) * 3
      const c1 = from + (cells[x * 4 + 1] ?? 0) * 3
      const c2 = from + (cells[x * 4 + 2] ?? 0) * 3
      const c3 = from + (cells[x * 4 + 3] ?? 0) * 3
      const w0 = weights[x * 4] ?? 0
      const w1 = weights[x * 4 + 1] ?? 0
      const w2 = weights[x * 4 + 2] ?? 0
      const w3 = weights[x * 4 + 3] ?? 0
      for (let c = 0; c < 3; c++) {
        wide[to++] =
          w0 * (grid[c0 + c] ?? 0) + w1 * (grid[c1 + c] ?? 0) + w2 * (grid[c2 + c] ?? 0) + w3 * (grid[c3 + c] ?? 0)
      }
    }
  }
  return wide
}
