/** The protocol of a study: what holds now, and the versions there were. */
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { Panel, Table, When } from '@/app/_ui'
import { viewProtocol } from '@/lib/services/view-protocol'
import { ProtocolForm } from './protocol-form'

export const metadata: Metadata = { title: 'Protocol' }

export default async function ProtocolPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { version, settings, versions } = await orNotFound(
    viewProtocol(await requireContext(['researcher', 'administrator']), id),
  )
  return (
    <>
      <ProtocolForm key={version} studyId={id} current={settings} />
      <Panel title="Versions" hint="What has been read stays under the version it was read under." flush>
        <Table
          caption="Versions of the protocol"
          columns={[
            { key: 'version', header: 'Version', numeric: true, cell: (v) => v.version },
            { key: 'name', header: 'Name', cell: (v) => v.name },
            { key: 'items', header: 'Items under it', numeric: true, cell: (v) => v.items.toLocaleString('en') },
            { key: 'by', header: 'By', cell: (v) => v.by ?? 'command line' },
            { key: 'at', header: 'Stored', cell: (v) => <When at={v.at} /> },
          ]}
          rows={versions}
          rowKey={(v) => String(v.version)}
        />
      </Panel>
    </>
  )
}
