/** What a snapshot holds, per class and side of the split, in the form of the paper's Tables III and IV. */
import { Table } from '@/app/_ui'
import { type SnapshotCounts, splits } from '@/lib/contracts/snapshot'
import { patchClasses } from '@/lib/domain/lesion'

const sideNames = { train: 'Training', validation: 'Validation', test: 'Test' } as const
const figure = (n: number) => n.toLocaleString('en')

export function CountsTable({ counts }: { counts: SnapshotCounts }) {
  const rows = splits.map((split) => ({
    split,
    patients: counts.patients[split],
    photographs: counts.photographs[split],
    patches: counts.patches[split],
    grades: counts.grades[split],
  }))
  type Row = (typeof rows)[number]
  return (
    <Table<Row>
      caption="Patients, photographs, agreed patches and agreed grades on each side of the split"
      columns={[
        { key: 'side', header: 'Side', cell: (r) => sideNames[r.split] },
        { key: 'patients', header: 'Patients', numeric: true, cell: (r) => figure(r.patients) },
        { key: 'photographs', header: 'Photographs', numeric: true, cell: (r) => figure(r.photographs) },
        ...patchClasses.map((name, i) => ({
          key: name,
          header: `Patches: ${name}`,
          numeric: true,
          cell: (r: Row) => figure(r.patches[i] ?? 0),
        })),
        ...counts.gradeClasses.map((grade, i) => ({
          key: `grade${grade}`,
          header: `Grade ${grade}`,
          numeric: true,
          cell: (r: Row) => figure(r.grades[i] ?? 0),
        })),
      ]}
      rows={rows}
      rowKey={(r) => r.split}
    />
  )
}
