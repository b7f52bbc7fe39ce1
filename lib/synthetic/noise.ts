/** Smooth random fields for light and texture: values on a coarse lattice, interpolated without visible edges. */
import type { RandomSource } from '@/lib/domain/random'

/** A field over the unit square with about `cells` bumps a side, values −1 … 1. */
export function smoothField(random: RandomSource, cells: number): (u: number, v: number) => number {
  const side = cells + 2
  const lattice = Float32Array.from({ length: side * side }, () => random.next() * 2 - 1)
  const at = (x: number, y: number) => lattice[y * side + x] ?? 0
  return (u, v) => {
    const x = Math.min(cells - 1e-6, Math.max(0, u * cells))
    const y = Math.min(cells - 1e-6, Math.max(0, v * cells))
    const column = Math.floor(x)
    const row = Math.floor(y)
    const tx = eased(x - column)
    const ty = eased(y - row)
    const above = at(column, row) * (1 - tx) + at(column + 1, row) * tx
    const below = at(column, row + 1) * (1 - tx) + at(column + 1, row + 1) * tx
    return above * (1 - ty) + below * ty
  }
}

const eased = (t: number) => t * t * (3 - 2 * t)

/** Falls from 1 to 0 between `inner` and `outer`. */
export function falloff(value: number, inner: number, outer: number): number {
  if (value <= inner) return 1
  if (value >= outer) return 0
  return 1 - eased((value - inner) / (outer - inner))
}
