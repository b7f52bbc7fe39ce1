/**
 * Which part of the last map is worth computing. A pass over a round field of view is cut into segments, one above the
 * other, each as wide as the patches in its rows need; a cut costs the rows that two segments both look at. The cheapest
 * cuts are found by trying all that begin or end a patch.
 */
import type { LatticePatch } from './dense-lattice'

/** Positions of the last map: rows top … bottom − 1, columns left … right − 1. */
export type Segment = { top: number; bottom: number; left: number; right: number }

type Plan = { cost: number; segments: Segment[] }

/**
 * @param side of a patch's part of the last map, positions
 * @param reach what a segment looks at beyond its own rows and columns, in steps of the last map
 * @returns from top to bottom, without the rows that no patch needs
 */
export function segmentsOf(patches: readonly LatticePatch[], side: number, reach: number): Segment[] {
  const cuts = [...new Set(patches.flatMap(({ row }) => [row, row + side]))].sort((a, b) => a - b)
  const best: Plan[] = []
  for (let from = cuts.length - 1; from >= 0; from--) {
    best[from] = cheapest(cuts.slice(from), patches, side, reach, (cut) => best[from + cut])
  }
  return best[0]?.segments ?? []
}

/** The best plan for what lies below the first of the cuts, given those below each of the others. */
function cheapest(
  [top = 0, ...others]: number[],
  patches: readonly LatticePatch[],
  side: number,
  reach: number,
  below: (cut: number) => Plan | undefined,
): Plan {
  const plans = others.flatMap((bottom, i): Plan[] => {
    const rest = below(i + 1)
    const segment = between(top, bottom, patches, side)
    if (!rest) return []
    if (!segment) return [rest]
    return [{ cost: costOf(segment, reach) + rest.cost, segments: [segment, ...rest.segments] }]
  })
  return plans.reduce((a, b) => (b.cost < a.cost ? b : a), plans[0] ?? { cost: 0, segments: [] })
}

function between(top: number, bottom: number, patches: readonly LatticePatch[], side: number): Segment | undefined {
  const columns = patches.filter(({ row }) => row < bottom && row + side > top).map(({ column }) => column)
  if (columns.length === 0) return undefined
  return { top, bottom, left: Math.min(...columns), right: Math.max(...columns) + side }
}

/** In positions that are computed; a patch alone costs as much as a segment of its size. */
export const costOf = ({ top, bottom, left, right }: Segment, reach: number): number =>
  (bottom - top + reach) * (right - left + reach)
