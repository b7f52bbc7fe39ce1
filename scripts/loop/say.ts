/** What the loop tells people, as text. The same figures go into its JSON. */

import type { Evaluation } from '@/lib/contracts/evaluation'
import type { SnapshotCounts } from '@/lib/contracts/snapshot'
import { patchClasses } from '@/lib/domain/lesion'
import type { BroughtIn } from './bring-in'

export function sayStudy({
  name,
  about,
  photographs,
  readings,
  observers,
  agreement,
  grades,
  problems,
}: BroughtIn): string {
  const { ingested, duplicate, rejected, sourceGrades } = photographs
  const lines = [
    `${name} — ${about}`,
    `  photographs  ${ingested} (${duplicate} ${duplicate === 1 ? 'duplicate' : 'duplicates'}, ${rejected} rejected)${sourceGrades > 0 ? `, ${sourceGrades} source grades` : ''}`,
    `  readings     ${readings}${observers.length > 0 ? ` by ${observers.length === 1 ? observers[0] : `${observers.length} observers`}` : ''}`,
  ]
  for (const { task, items, patches } of agreement) {
    lines.push(`  ${task.padEnd(11)}  ${items.agreed} agreed, ${items.case} cases, ${items.open} still to be read`)
    if (!patches) continue
    const byClass = patchClasses.map((kind) => `${kind} ${patches.byClass[kind]}`).join(', ')
    lines.push(`  patches      agreed: ${byClass}; other kinds ${patches.otherKinds}; disputed ${patches.disputed}`)
  }
  if (agreement.some(({ task }) => task === 'grade')) {
    const byGrade = Object.entries(grades).map(([grade, count]) => `${grade}: ${count}`)
    lines.push(
      `  grades       agreed: ${byGrade.length === 0 ? 'none (source grades are claims)' : byGrade.sort().join(', ')}`,
    )
  }
  const shown = problems.slice(0, 5).map((problem) => `  problem      ${problem}`)
  if (problems.length > shown.length) shown.push(`  problem      and ${problems.length - shown.length} more`)
  return [...lines, ...shown].join('\n')
}

export function saySnapshot(counts: SnapshotCounts): string {
  const sides = ['train', 'validation', 'test'] as const
  const row = (name: string, of: (side: (typeof sides)[number]) => string | number) =>
    `  ${name.padEnd(22)}${sides.map((side) => String(of(side)).padStart(12)).join('')}`
  return [
    'Snapshot (patients wholly on one side)',
    row('', (side) => side),
    row('patients', (side) => counts.patients[side]),
    row('photographs', (side) => counts.photographs[side]),
    ...patchClasses.map((name, k) => row(`patches ${name}`, (side) => counts.patches[side][k] ?? 0)),
    ...counts.gradeClasses.map((grade, k) => row(`grade ${grade}`, (side) => counts.grades[side][k] ?? 0)),
    `  left out: ${counts.patchesDisputed} disputed patches, ${counts.patchesOfOtherKinds} of other kinds, ${counts.gradesLeftOut} grades that are not trained`,
  ].join('\n')
}

const figure = (value: number | null) => (value === null ? 'undefined' : value.toFixed(4))

export function sayEvaluation(evaluation: Evaluation, architecture: string): string {
  const { stage, classes, n, patients, confusion, perClass, accuracy, quadraticWeightedKappa, roc } = evaluation
  const width = Math.max(...classes.map((name) => name.length), 10)
  const what = stage === 'local' ? 'patches' : 'photographs'
  return [
    `${stage === 'local' ? 'Local' : 'Global'} network ${architecture}: ${n} ${what} of ${patients} patients that training never saw`,
    `  ${'truth \\ prediction'.padEnd(width + 8)}${classes.map((_, k) => String(k).padStart(8)).join('')}      recall   precision`,
    ...confusion.map(
      (row, k) =>
        `  ${`${k} ${classes[k]}`.padEnd(width + 8)}${row.map((count) => String(count).padStart(8)).join('')}${figure(perClass[k]?.recall ?? null).padStart(12)}${figure(perClass[k]?.precision ?? null).padStart(12)}`,
    ),
    stage === 'local'
      ? `  accuracy ${figure(accuracy)}`
      : `  accuracy ${figure(accuracy)}, quadratic weighted kappa (${quadraticWeightedKappa.classes} classes) ${figure(quadraticWeightedKappa.value)}`,
    ...roc.map(
      ({ name, auc, positives, negatives }) => `  ${name}: AUC ${figure(auc)} (${positives} against ${negatives})`,
    ),
  ].join('\n')
}
