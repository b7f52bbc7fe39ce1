/** One snapshot: what is in it, and the form that trains on it. */
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { CopyButton, Page, PageHeader, Panel, Stat, Stats, When } from '@/app/_ui'
import { listArchitectures } from '@/lib/services/list-architectures'
import { viewSnapshot } from '@/lib/services/view-snapshot'
import { TrainForm } from '../../runs/train-form'
import { GradeCounts, PatchCounts } from '../counts-table'

export const metadata: Metadata = { title: 'Snapshot' }

export default async function SnapshotPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const snapshot = await orNotFound(viewSnapshot(await requireContext(['researcher', 'administrator']), id))
  const { counts } = snapshot
  return (
    <Page>
      <PageHeader
        title={snapshot.name}
        crumbs={[{ href: '/snapshots', label: 'Snapshots' }]}
        description={
          <>
            Frozen <When at={snapshot.createdAt} /> from {snapshot.studies.map((study) => study.name).join(', ')}.
          </>
        }
      />
      <Panel title="Photographs and agreed grades" flush>
        <GradeCounts counts={counts} />
      </Panel>
      <Panel title="Agreed patches" flush>
        <PatchCounts counts={counts} />
      </Panel>
      <Panel title="What is not in it">
        <Stats>
          <Stat label="Disputed patches" value={counts.patchesDisputed.toLocaleString('en')} hint="no agreed label" />
          <Stat
            label="Patches of other kinds"
            value={counts.patchesOfOtherKinds.toLocaleString('en')}
            hint="agreed, but unknown to the network"
          />
          <Stat
            label="Grades left out"
            value={counts.gradesLeftOut.toLocaleString('en')}
            hint="not among the trained grades"
          />
        </Stats>
        <p className="mt-6 flex flex-wrap items-center gap-2 text-[13px] text-ink-muted">
          SHA-256 of the content <code className="break-all">{snapshot.contentSha256}</code>
          <CopyButton text={snapshot.contentSha256} />
        </p>
      </Panel>
      <Panel title="Train on it">
        <TrainForm snapshotId={snapshot.id} snapshotName={snapshot.name} architectures={listArchitectures()} />
      </Panel>
    </Page>
  )
}
