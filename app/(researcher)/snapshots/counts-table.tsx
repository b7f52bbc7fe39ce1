/** What a snapshot holds, per class and side of the split, in the form of the paper's Tables III and IV. */
import { type Column, Table } from '@/app/_ui'
import { type SnapshotCounts, type Split, splits } from '@/lib/contracts/snapshot'
import { gradeLabels, icdrGrades, patchClasses } from '@/lib/domain/lesion'

const sideNames = { train: 'Training', validation: 'Validation', test: 'Test' } as const
const figure = (n: number) => n.toLocaleString('en')

const side: Column<Split> = { key: 'side', header: 'Side', cell: (split) => sideNames[split] }
const counted = (key: string, header: string, count: (split: Split) => number): Column<Split> => ({
  key,
  header,
  numeric: true,
  cell: (split) => figure(count(split)),
})

export function PatchCounts({ counts }: { counts: SnapshotCounts }) {
  const classes = patchClasses.map((name, i) => counted(name, name, (split) => counts.patches[split][i] ?? 0))
  return (
    <Table caption="Agreed patches on each side" columns={[side, ...classes]} rows={splits} rowKey={(split) => split} />
  )
}

export function GradeCounts({ counts }: { counts: SnapshotCounts }) {
  const patients = counted('patients', 'Patients', (split) => counts.patients[split])
  const photographs = counted('photographs', 'Photographs', (split) => counts.photographs[split])
  const classes = counts.gradeClasses.map((grade, i) => {
    const known = icdrGrades.find((g) => g === grade)
    const name = known === undefined ? `Grade ${grade}` : `${grade} ${gradeLabels[known]}`
    return counted(`grade${grade}`, name, (split) => counts.grades[split][i] ?? 0)
  })
  return (
    <Table
      caption="Patients, photographs and agreed grades on each side"
      columns={[side, patients, photographs, ...classes]}
      rows={splits}
      rowKey={(split) => split}
    />
  )
}
