/** Every training run, newest first. */
import { Activity } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { requireContext } from '@/app/_server'
import { ButtonLink, EmptyState, Page, PageHeader, Panel, Table, When } from '@/app/_ui'
import type { RunSummary } from '@/lib/contracts/run'
import { listRuns } from '@/lib/services/list-runs'
import { RunState, stageNames } from './run-state'

export const metadata: Metadata = { title: 'Training' }

export default async function RunsPage() {
  const runs = await listRuns(await requireContext(['researcher', 'administrator']))
  return (
    <Page>
      <PageHeader
        title="Training"
        description="Each run trains the lesion network, then the grading network, on one snapshot."
        actions={<ButtonLink href="/snapshots">Start from a snapshot</ButtonLink>}
      />
      <Panel flush>
        <Table<RunSummary>
          caption="Training runs"
          columns={[
            {
              key: 'name',
              header: 'Run',
              cell: (r) => (
                <Link href={`/runs/${r.id}`} className="font-medium hover:underline">
                  {r.name}
                </Link>
              ),
            },
            { key: 'snapshot', header: 'Snapshot', cell: (r) => r.snapshotName },
            { key: 'stage', header: 'Doing', cell: (r) => (r.state === 'running' ? stageNames[r.stage] : '') },
            { key: 'created', header: 'Started', cell: (r) => <When at={r.createdAt} /> },
            { key: 'state', header: 'State', cell: (r) => <RunState state={r.state} /> },
          ]}
          rows={runs}
          rowKey={(r) => r.id}
          empty={
            <EmptyState
              icon={Activity}
              title="No run yet"
              action={
                <ButtonLink href="/snapshots" variant="primary">
                  Go to the snapshots
                </ButtonLink>
              }
            >
              Freeze a snapshot of agreed labels and press Train on its page.
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  )
}
