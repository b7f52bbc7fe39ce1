/** Every study of this person, with how far each has come. */
import { FolderPlus } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { requireContext } from '@/app/_server'
import { EmptyState, Page, PageHeader, Panel, Table, When } from '@/app/_ui'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import { listStudies } from '@/lib/services/list-studies'
import { NewStudy } from './new-study'

export const metadata: Metadata = { title: 'Studies' }

const figure = (n: number) => n.toLocaleString('en')

export default async function StudiesPage() {
  const context = await requireContext(['researcher', 'administrator'])
  const studies = await listStudies(context)
  const presets = Object.entries(protocolPresets).map(([key, preset]) => ({ key, name: preset.name }))
  return (
    <Page>
      <PageHeader
        title="Studies"
        description="A study is a set of photographs, the people who read them, and the protocol that decides what is agreed."
        actions={<NewStudy presets={presets} />}
      />
      <Panel flush>
        <Table
          caption="Studies"
          columns={[
            {
              key: 'name',
              header: 'Study',
              cell: (s) => (
                <Link href={`/studies/${s.id}`} className="font-medium hover:underline">
                  {s.name}
                </Link>
              ),
            },
            { key: 'photographs', header: 'Photographs', numeric: true, cell: (s) => figure(s.photographs) },
            { key: 'open', header: 'To read', numeric: true, cell: (s) => figure(s.items.open) },
            { key: 'cases', header: 'Cases', numeric: true, cell: (s) => figure(s.items.case) },
            { key: 'agreed', header: 'Agreed', numeric: true, cell: (s) => figure(s.items.agreed) },
            { key: 'people', header: 'People', numeric: true, cell: (s) => figure(s.members) },
            { key: 'created', header: 'Since', cell: (s) => <When at={s.createdAt.toISOString()} /> },
          ]}
          rows={studies}
          rowKey={(s) => s.id}
          empty={
            <EmptyState icon={FolderPlus} title="No study yet">
              Make one, drop a folder of photographs into it, and invite the people who will read them.
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  )
}
