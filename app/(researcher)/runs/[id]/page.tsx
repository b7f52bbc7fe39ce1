/** One training run. */
import type { Metadata } from 'next'
import Link from 'next/link'
import { orNotFound, requireContext } from '@/app/_server'
import { Page, PageHeader } from '@/app/_ui'
import { viewRun } from '@/lib/services/view-run'
import { RunLive } from './run-live'

export const metadata: Metadata = { title: 'Training run' }

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const run = await orNotFound(viewRun(await requireContext(['researcher', 'administrator']), id))
  return (
    <Page>
      <PageHeader
        title={run.name}
        crumbs={[{ href: '/runs', label: 'Training' }]}
        description={
          <>
            On the snapshot{' '}
            <Link href={`/snapshots/${run.snapshotId}`} className="text-ink underline-offset-2 hover:underline">
              {run.snapshotName}
            </Link>
            .
          </>
        }
      />
      <RunLive initial={run} />
    </Page>
  )
}
