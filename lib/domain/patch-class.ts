/**
 * The one class that the local network learns for a patch that may hold several kinds (science §2, §3): the kind with the
 * largest area inside wins; of equal areas the higher class number, which the paper uses as the order of severity.
 */
import { type LesionKind, patchClassOf } from './lesion'
import type { KindAreas, PatchMarks } from './marks-to-patches'

export type PatchClassNumber = 0 | 1 | 2 | 3

/**
 * @param kinds what the patch holds, with areas
 * @returns 0 for nothing at all; undefined where there is something, but nothing that the network knows (soft exudates,
 *   an ungradable region …): such a patch is neither normal nor an example of a lesion class
 */
export function patchClassFor(kinds: ReadonlyMap<LesionKind, number>): PatchClassNumber | undefined {
  if (kinds.size === 0) return 0
  let winner: { classNumber: 1 | 2 | 3; area: number } | undefined
  for (const [kind, area] of kinds) {
    const classNumber = patchClassOf(kind)
    if (classNumber === undefined) continue
    const isLarger = !winner || area > winner.area || (area === winner.area && classNumber > winner.classNumber)
    if (isLarger) winner = { classNumber, area }
  }
  return winner?.classNumber
}

/** Where no areas are known (patches read one by one): the most severe kind. */
export const patchClassOfKinds = (kinds: readonly LesionKind[]): PatchClassNumber | undefined =>
  patchClassFor(new Map(kinds.map((kind) => [kind, 0])))

/** Mean area of each of some kinds in one patch over the observers who marked that kind there; 0 where nobody did. */
export function meanAreas(index: number, kinds: readonly LesionKind[], observers: readonly PatchMarks[]): KindAreas {
  return new Map(
    kinds.map((kind) => {
      const areas = observers.flatMap((patches) => patches.get(index)?.kinds.get(kind) ?? [])
      return [kind, areas.length === 0 ? 0 : areas.reduce((a, b) => a + b, 0) / areas.length]
    }),
  )
}
