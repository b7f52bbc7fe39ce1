/**
 * Which patches of which photographs one side of a snapshot holds, and their classes: three bytes a patch and a few hundred a
 * photograph. Plain data, so that it goes into another thread as it is.
 */
import type { Recipe } from '@/lib/contracts/recipe'
import type { Split } from '@/lib/contracts/snapshot'
import { patchClassNames, patchClassOfHead } from '@/lib/domain/heads'
import type { GridSettings } from '@/lib/domain/protocol'
import { type FrozenSet, inOrder } from './frozen-set'

export type PatchTable = {
  grid: GridSettings
  /** Pixels around each patch that the network sees as well. */
  surroundings: number
  classCount: number
  photographs: { id: string; group: string; contrast800: string }[]
  /** The first item of each photograph, and the number of items at the end. */
  starts: Uint32Array
  /** Of every item: the patch's index in the grid, and its class number. */
  indices: Uint16Array
  labels: Uint8Array
}

/** Items by photograph (see `inOrder`), then by patch. */
export function patchTable(
  { photographs: all, grid }: FrozenSet,
  split: Split,
  { head, surroundings }: Pick<Recipe, 'head' | 'surroundings'>,
): PatchTable {
  const photographs = inOrder(all).filter((photograph) => photograph.split === split && photograph.patches.length > 0)
  const starts = new Uint32Array(photographs.length + 1)
  photographs.forEach(({ patches }, i) => {
    starts[i + 1] = (starts[i] ?? 0) + patches.length
  })
  const size = starts.at(-1) ?? 0
  const indices = new Uint16Array(size)
  const labels = new Uint8Array(size)
  let item = 0
  for (const { patches } of photographs) {
    for (const [index, patchClass] of patches) {
      indices[item] = index
      labels[item] = patchClassOfHead(head, patchClass)
      item++
    }
  }
  return {
    grid,
    surroundings,
    classCount: patchClassNames(head).length,
    photographs: photographs.map(({ id, group, contrast800 }) => ({ id, group, contrast800 })),
    starts,
    indices,
    labels,
  }
}

/** The photograph of an item, by halving. */
export function photographOf({ starts }: PatchTable, item: number): number {
  let low = 0
  let high = starts.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= item) low = middle
    else high = middle - 1
  }
  return low
}
