/**
 * How far two observers agree about the patches that both looked at: percent, and Cohen's kappa kind by kind. No interval
 * yet; neighbouring patches overlap and are not independent, so an interval has to resample patients.
 */
import type { ObserverPatches } from './consensus-patches'
import { cohenKappa } from './kappa'
import { type LesionKind, lesionKinds } from './lesion'

/** Of patches: both said so, only the first or the second did, neither did. */
export type PairCounts = {
  both: number
  onlyFirst: number
  onlySecond: number
  neither: number
  kappa: number | undefined
}

export type PatchAgreement = {
  /** Patches that both looked at. */
  n: number
  /** Share 0…1 of patches with exactly the same kinds; undefined without patches. */
  sameKinds: number | undefined
  /** Something against nothing. */
  anyLesion: PairCounts
  /** Every kind of `lesionKinds`, used or not. */
  perKind: Map<LesionKind, PairCounts>
}

type Seen = Pick<ObserverPatches, 'patches' | 'indices'>

export function patchAgreement(first: Seen, second: Seen): PatchAgreement {
  const lookedAt = new Set(second.indices)
  const pairs = [...new Set(first.indices)]
    .filter((index) => lookedAt.has(index))
    .map((index) => [new Set(first.patches.get(index)), new Set(second.patches.get(index))] as const)
  const isSame = (a: Set<LesionKind>, b: Set<LesionKind>) => a.size === b.size && [...a].every((kind) => b.has(kind))
  return {
    n: pairs.length,
    sameKinds: pairs.length === 0 ? undefined : pairs.filter(([a, b]) => isSame(a, b)).length / pairs.length,
    anyLesion: countPairs(pairs.map(([a, b]) => [a.size > 0, b.size > 0])),
    perKind: new Map(lesionKinds.map((kind) => [kind, countPairs(pairs.map(([a, b]) => [a.has(kind), b.has(kind)]))])),
  }
}

function countPairs(pairs: (readonly [boolean, boolean])[]): PairCounts {
  const count = (a: boolean, b: boolean) => pairs.filter((pair) => pair[0] === a && pair[1] === b).length
  const both = count(true, true)
  const onlyFirst = count(true, false)
  const onlySecond = count(false, true)
  const neither = count(false, false)
  const kappa = cohenKappa([
    [neither, onlySecond],
    [onlyFirst, both],
  ])
  return { both, onlyFirst, onlySecond, neither, kappa }
}
