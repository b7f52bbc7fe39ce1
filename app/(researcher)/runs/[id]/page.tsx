/** One training run. */
import type { Metadata } from 'next'
import Link from 'next/link'
import { orNotFound, requireContext } from '@/app/_server'
import { Page, PageHeader, Panel } from '@/app/_ui'
import { listArchitectures } from '@/lib/services/list-architectures'
import { viewRun } from '@/lib/services/view-run'
import { ArchitectureFacts } from '../architecture-facts'
import { RunLive } from './run-live'

export const metadata: Metadata = { title: 'Training run' }

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const run = await orNotFound(viewRun(await requireContext(['researcher', 'administrator']), id))
  const named = new Set(run.recipe.filter(({ name }) => name === 'Architecture').map(({ value }) => value))
  const architectures = listArchitectures().filter(({ id: architecture }) => named.has(architecture))
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
      <Panel title="Networks" hint="As the catalogue describes them.">
        <div className="grid gap-6 lg:grid-cols-2">
          {architectures.map((facts) => (
            <ArchitectureFacts key={facts.id} facts={facts} />
          ))}
        </div>
      </Panel>
    </Page>
  )
}
