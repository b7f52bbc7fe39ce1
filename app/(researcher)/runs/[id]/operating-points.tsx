/** Two thresholds of each curve: one that misses little, one that alarms little. */
import { Table } from '@/app/_ui'
import type { Evaluation } from '@/lib/contracts/evaluation'
import { type OperatingPoint, operatingFloor } from '@/lib/domain/roc'

type Row = OperatingPoint & { curve: string; name: string }

const share = (value: number) => value.toFixed(3)

export function OperatingPoints({ roc, title }: { roc: Evaluation['roc']; title: string }) {
  const rows = roc.flatMap(({ name: curve, operatingPoints }): Row[] =>
    operatingPoints
      ? [
          { curve, name: `sensitivity at least ${operatingFloor}`, ...operatingPoints.highSensitivity },
          { curve, name: `specificity at least ${operatingFloor}`, ...operatingPoints.highSpecificity },
        ]
      : [],
  )
  if (rows.length === 0) return null
  return (
    <div className="grid gap-2">
      <Table<Row>
        caption={`${title}: operating points`}
        columns={[
          { key: 'curve', header: 'Curve', cell: (r) => r.curve },
          { key: 'point', header: 'Operating point', cell: (r) => r.name },
          { key: 'sensitivity', header: 'Sensitivity', numeric: true, cell: (r) => share(r.sensitivity) },
          { key: 'specificity', header: 'Specificity', numeric: true, cell: (r) => share(r.specificity) },
          {
            key: 'threshold',
            header: 'Threshold',
            numeric: true,
            cell: (r) => (r.threshold === null ? 'none called positive' : r.threshold.toFixed(3)),
          },
        ]}
        rows={rows}
        rowKey={(r) => `${r.curve}: ${r.name}`}
      />
      <p className="text-[13px] text-ink-muted">
        Chosen on the curve that they lie on, so other patients will show a little less.
      </p>
    </div>
  )
}
