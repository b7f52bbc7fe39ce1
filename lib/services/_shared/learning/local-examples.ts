/**
 * Patches for the local network: h × h cut out of the preprocessed 800 × 800 picture, in the network's scale. The order of
 * items follows the pictures' hashes, not database ids: the same photographs give the same run wherever they are imported.
 */
import type { SnapshotContent, Split } from '@/lib/contracts/snapshot'
import { patchClasses } from '@/lib/domain/lesion'
import { patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { contrastScale, type Examples, scaleInto } from '@/lib/network'
import type { ImageCache, Pixels } from './image-cache'

export type Grouped = Examples & {
  /** The patient group of every item: figures say how many patients they rest on. */
  groups: string[]
}

export type FrozenPhotograph = SnapshotContent['photographs'][number]

export const inOrder = (photographs: readonly FrozenPhotograph[]): FrozenPhotograph[] =>
  [...photographs].sort((a, b) => compare(a.contrast800, b.contrast800) || compare(a.id, b.id))

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function localExamples(content: SnapshotContent, split: Split, images: ImageCache): Grouped {
  const items = inOrder(content.photographs)
    .filter((photograph) => photograph.split === split)
    .flatMap((photograph) => photograph.patches.map(([index, label]) => ({ photograph, index, label })))
  const read = patchReader(content.grid, images)
  return {
    size: items.length,
    inputShape: [content.grid.h, content.grid.h, 3],
    classCount: patchClasses.length,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (i) => `patch ${items[i]?.index} of photograph ${items[i]?.photograph.id}`,
    groups: items.map(({ photograph }) => photograph.group),
    read: (i, into, offset) => {
      const item = items[i]
      return item && read(item.photograph, item.index, into, offset)
    },
  }
}

/** Patches of one photograph by their index, without labels. */
export function patchesOfPhotograph(
  photograph: FrozenPhotograph,
  indices: readonly number[],
  grid: GridSettings,
  images: ImageCache,
): Pick<Examples, 'size' | 'inputShape' | 'read'> {
  const read = patchReader(grid, images)
  return {
    size: indices.length,
    inputShape: [grid.h, grid.h, 3],
    read: (i, into, offset) => read(photograph, indices[i] ?? 0, into, offset),
  }
}

function patchReader(grid: GridSettings, images: ImageCache) {
  const rects = patchRects(grid)
  const copy = ({ data, side }: Pixels, index: number, into: Float32Array, offset: number) => {
    const { x = 0, y = 0 } = rects[index] ?? {}
    const rowLength = grid.h * 3
    for (let row = 0; row < grid.h; row++) {
      const start = ((y + row) * side + x) * 3
      scaleInto(data.subarray(start, start + rowLength), contrastScale, into, offset + row * rowLength)
    }
  }
  return (photograph: FrozenPhotograph, index: number, into: Float32Array, offset: number): void | Promise<void> => {
    const pixels = images.get(photograph.contrast800)
    if (pixels instanceof Promise) return pixels.then((loaded) => copy(loaded, index, into, offset))
    copy(pixels, index, into, offset)
  }
}
