/**
 * Which patches of a grid one pass over the picture can answer: those whose distances are multiples of the trunk's step.
 * Those of a clamped last row or column may lie between, and get a pass of their own over their strip.
 */
import { patchPositions } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

export type Lattice = {
  /** Where the last map of the pass begins in the picture, pixels. */
  x: number
  y: number
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
    const left = Math.min(...members.map(({ x }) => x))
    const top = Math.min(...members.map(({ y }) => y))
    return {
      x: left,
      y: top,
      patches: members.map(({ index, x, y }) => ({ index, row: (y - top) / step, column: (x - left) / step })),
    }
  })
}
