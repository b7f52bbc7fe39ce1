/** Frozen data sets, and the form that freezes another. */
import { Snowflake } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { requireContext } from '@/app/_server'
import { EmptyState, Page, PageHeader, Panel, Table, When } from '@/app/_ui'
import type { SnapshotSummary } from '@/lib/contracts/snapshot'
import { listSnapshots } from '@/lib/services/list-snapshots'
import { listStudies } from '@/lib/services/list-studies'
import { SnapshotForm } from './snapshot-form'

export const metadata: Metadata = { title: 'Snapshots' }

const sum = (sides: Record<string, number[] | number>) =>
  Object.values(sides)
    .flat()
    .reduce((total, n) => total + n, 0)
    .toLocaleString('en')

export default async function SnapshotsPage() {
  const context = await requireContext(['researcher', 'administrator'])
  const snapshots = await listSnapshots(context)
  const studies = (await listStudies(context)).filter((study) => study.photographs > 0)
  return (
    <Page>
      <PageHeader
        title="Snapshots"
        description="A snapshot freezes what is agreed now, split by patient. Networks are trained and measured on snapshots only."
      />
      <Panel flush>
        <Table<SnapshotSummary>
          caption="Snapshots"
          columns={[
            {
              key: 'name',
              header: 'Snapshot',
              cell: (s) => (
                <Link href={`/snapshots/${s.id}`} className="font-medium hover:underline">
                  {s.name}
                </Link>
              ),
            },
            { key: 'studies', header: 'Studies', cell: (s) => s.studies.map((study) => study.name).join(', ') },
            { key: 'patients', header: 'Patients', numeric: true, cell: (s) => sum(s.counts.patients) },
            { key: 'patches', header: 'Agreed patches', numeric: true, cell: (s) => sum(s.counts.patches) },
            { key: 'grades', header: 'Agreed grades', numeric: true, cell: (s) => sum(s.counts.grades) },
            { key: 'at', header: 'Frozen', cell: (s) => <When at={s.createdAt} /> },
          ]}
          rows={snapshots}
          rowKey={(s) => s.id}
          empty={
            <EmptyState icon={Snowflake} title="No snapshot yet">
              Freeze one below as soon as some labels are agreed.
            </EmptyState>
          }
        />
      </Panel>
      <Panel title="Freeze a snapshot">
        {studies.length === 0 ? (
          <p className="text-sm text-ink-muted">
            There is no study with photographs yet.{' '}
            <Link href="/studies" className="text-accent hover:underline">
              Start with a study.
            </Link>
          </p>
        ) : (
          <SnapshotForm studies={studies.map(({ id, name }) => ({ id, name }))} />
        )}
      </Panel>
    </Page>
  )
}
