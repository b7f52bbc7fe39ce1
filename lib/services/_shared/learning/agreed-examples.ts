/**
 * What the networks may learn from one photograph: the class of every agreed patch and the class of its agreed grade.
 * Nothing disputed, nothing outside the field of view, and nothing that the networks have no class for.
 */
import type { GradeLabel, PatchesLabel } from '@/lib/contracts/agreed-label'
import type { PatchMarks } from '@/lib/domain/marks-to-patches'
import { meanAreas, type PatchClassNumber, patchClassFor, patchClassOfKinds } from '@/lib/domain/patch-class'

export type PatchLabelSource = {
  label: PatchesLabel
  /** What each observer's marks say about areas; empty where patches were read one by one. */
  observers: readonly PatchMarks[]
}

export type PatchExamples = {
  /** Index and class 0…3, ascending by index. */
  patches: [number, PatchClassNumber][]
  disputed: number
  /** Agreed to hold something that the local network has no class for. */
  otherKinds: number
}

/**
 * Of a photograph that was read both by marks and patch by patch, a patch on which the two differ counts as disputed.
 * @param inside which patches lie in the field of view, in index order
 */
export function patchExamples(sources: readonly PatchLabelSource[], inside: readonly boolean[]): PatchExamples {
  const classes = new Map<number, PatchClassNumber | undefined>()
  const disputed = new Set<number>()
  for (const source of sources) {
    for (const [index, patchClass] of classesOf(source)) {
      if (classes.has(index) && classes.get(index) !== patchClass) disputed.add(index)
      classes.set(index, patchClass)
    }
    for (const index of source.label.disputed) disputed.add(index)
  }
  const patches: PatchExamples['patches'] = []
  let otherKinds = 0
  for (const [index, patchClass] of [...classes].sort(([a], [b]) => a - b)) {
    if (!inside[index] || disputed.has(index)) continue
    if (patchClass === undefined) otherKinds++
    else patches.push([index, patchClass])
  }
  return { patches, disputed: [...disputed].filter((index) => inside[index]).length, otherKinds }
}

function classesOf({ label, observers }: PatchLabelSource): [number, PatchClassNumber | undefined][] {
  const lesions = label.patches.map(({ index, kinds }): [number, PatchClassNumber | undefined] => [
    index,
    kinds.length === 1 || observers.length === 0
      ? patchClassOfKinds(kinds)
      : patchClassFor(meanAreas(index, kinds, observers)),
  ])
  return [...lesions, ...label.normal.map((index): [number, PatchClassNumber] => [index, 0])]
}

/** The class number of a grade, or null where the global network is not trained on it. */
export function gradeClassOf({ grade }: GradeLabel, trainedGrades: readonly number[]): number | null {
  const position = grade === 'ungradable' ? -1 : trainedGrades.indexOf(grade)
  return position === -1 ? null : position
}
