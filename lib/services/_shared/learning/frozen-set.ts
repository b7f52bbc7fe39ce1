/** A snapshot as training holds it: what is needed of each photograph, its labelled patches packed. */
import type { SnapshotContent } from '@/lib/contracts/snapshot'

/** Index and class of every labelled patch, ascending by index. */
export type LabelledPatches = Iterable<readonly [index: number, patchClass: number]> & { readonly length: number }

export type FrozenPhotograph = Omit<SnapshotContent['photographs'][number], 'patches' | 'labels'> & {
  patches: LabelledPatches
}

export type FrozenSet = Pick<SnapshotContent, 'grid' | 'gradeClasses'> & { photographs: FrozenPhotograph[] }

/** Three bytes a patch, where a pair of numbers takes some seventy. */
export function packPatches(patches: LabelledPatches): LabelledPatches {
  const indices = new Uint16Array(patches.length)
  const classes = new Uint8Array(patches.length)
  let place = 0
  for (const [index, patchClass] of patches) {
    indices[place] = index
    classes[place] = patchClass
    place++
  }
  return {
    length: indices.length,
    *[Symbol.iterator]() {
      for (let i = 0; i < indices.length; i++) yield [indices[i] ?? 0, classes[i] ?? 0] as const
    },
  }
}

/** The order follows the pictures' hashes, not database ids: the same photographs give the same run wherever they are imported. */
export const inOrder = (photographs: readonly FrozenPhotograph[]): FrozenPhotograph[] =>
  [...photographs].sort((a, b) => compare(a.contrast800, b.contrast800) || compare(a.id, b.id))

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
