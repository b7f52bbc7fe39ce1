/**
 * Which patches of a grid one pass over the picture can answer. A pass answers patches whose distances are multiples of
 * the trunk's step; those of a clamped last row or column lie between, and get a pass of their own over their strip. A
 * pass covers no more of the picture than its patches: what lies outside the field of view on all sides is left out.
 */
import { patchPositions } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

export type Lattice = {
  /** The part of the picture that the pass looks at, pixels. */
  x: number
  y: number
  width: number
  height: number
  patches: LatticePatch[]
}

export type LatticePatch = {
  /** Number in the grid. */
  index: number
  /** Where the patch begins in the last map of the pass. */
  row: number
  column: number
}

/**
 * @param step pixels from one position of the last map to the next
 * @param indices the patches that are asked for
 */
export function latticesOf(grid: GridSettings, step: number, indices: readonly number[]): Lattice[] {
  const positions = patchPositions(grid)
  const places = indices.map((index) => ({
    index,
    x: positions[index % positions.length] ?? 0,
    y: positions[Math.floor(index / positions.length)] ?? 0,
  }))
  const passes = new Map<string, typeof places>()
  for (const place of places) {
    const phase = `${place.x % step} ${place.y % step}`
    const others = passes.get(phase)
    if (others) others.push(place)
    else passes.set(phase, [place])
  }
  return [...passes.values()].map((members) => {
    const [left, right] = ends(members.map(({ x }) => x))
    const [top, bottom] = ends(members.map(({ y }) => y))
    return {
      x: left,
      y: top,
      width: right - left + grid.h,
      height: bottom - top + grid.h,
      patches: members.map(({ index, x, y }) => ({ index, row: (y - top) / step, column: (x - left) / step })),
    }
  })
}

/** Pixels that a list of passes looks at, against those of its patches one by one: what a pass is worth. */
export function isWorthwhile(lattices: readonly Lattice[], { h }: GridSettings): boolean {
  const pixels = lattices.reduce((sum, { width, height }) => sum + width * height, 0)
  const patches = lattices.reduce((sum, lattice) => sum + lattice.patches.length, 0)
  return pixels < patches * h * h
}

const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)]
