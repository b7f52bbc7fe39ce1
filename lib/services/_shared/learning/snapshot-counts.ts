/** What is in a snapshot, per side and class, and whether a network can learn from it. */
import type { SnapshotContent, SnapshotCounts, Split } from '@/lib/contracts/snapshot'
import { gradeClassOfHead, type Head, patchClassOfHead } from '@/lib/domain/heads'
import { gradeLabels, icdrGrades, patchClasses } from '@/lib/domain/lesion'

export function countContent(
  content: SnapshotContent,
  leftOut: Pick<SnapshotCounts, 'patchesDisputed' | 'patchesOfOtherKinds' | 'gradesLeftOut'>,
): SnapshotCounts {
  const { photographs, gradeClasses } = content
  const of = (split: Split) => photographs.filter((photograph) => photograph.split === split)
  const bySide = <T>(count: (side: SnapshotContent['photographs']) => T): Record<Split, T> => ({
    train: count(of('train')),
    validation: count(of('validation')),
    test: count(of('test')),
  })
  return {
    patients: bySide((side) => new Set(side.map(({ group }) => group)).size),
    photographs: bySide((side) => side.length),
    patches: bySide((side) => {
      const counts = patchClasses.map(() => 0)
      for (const { patches } of side) for (const [, k] of patches) counts[k] = (counts[k] ?? 0) + 1
      return counts
    }),
    grades: bySide((side) => gradeClasses.map((_, k) => side.filter(({ gradeClass }) => gradeClass === k).length)),
    gradeClasses,
    ...leftOut,
  }
}

const patchWords = ['normal patches', 'microaneurysm patches', 'haemorrhage patches', 'exudate patches']

/** What a network that is trained on this snapshot would never see; empty = it can be trained. */
export function missingFor(stage: 'local' | 'global', counts: SnapshotCounts, head: Head = 'classes'): string[] {
  if (head === 'binary') return missingForTwo(stage, counts)
  if (stage === 'local') {
    return patchWords.filter((_, k) => (counts.patches.train[k] ?? 0) === 0)
  }
  return counts.gradeClasses.flatMap((grade, k) => {
    if ((counts.grades.train[k] ?? 0) > 0) return []
    const known = icdrGrades.find((icdr) => icdr === grade)
    return [`photographs of grade ${grade}${known === undefined ? '' : ` (${gradeLabels[known]})`}`]
  })
}

/** Of either side of a binary head. */
function missingForTwo(stage: 'local' | 'global', counts: SnapshotCounts): string[] {
  const { patches, grades, gradeClasses } = counts
  const found = new Set(
    stage === 'local'
      ? patches.train.flatMap((n, k) => (n > 0 ? [patchClassOfHead('binary', k)] : []))
      : gradeClasses.flatMap((grade, k) =>
          (grades.train[k] ?? 0) > 0 ? [gradeClassOfHead('binary', grade, gradeClasses)] : [],
        ),
  )
  const words =
    stage === 'local' ? ['normal patches', 'lesion patches'] : ['photographs of grade 0', 'referable photographs']
  return words.filter((_, side) => !found.has(side))
}

export const hasAny = (bySide: Record<Split, number[]>): boolean =>
  Object.values(bySide).some((counts) => counts.some((n) => n > 0))

/** "12 normal, 0 microaneurysm, …": what there is on the training side, for sentences. */
export function trainingSide(stage: 'local' | 'global', counts: SnapshotCounts): string {
  return stage === 'local'
    ? patchClasses.map((name, k) => `${counts.patches.train[k] ?? 0} ${name}`).join(', ')
    : counts.gradeClasses.map((grade, k) => `${counts.grades.train[k] ?? 0} of grade ${grade}`).join(', ')
}
