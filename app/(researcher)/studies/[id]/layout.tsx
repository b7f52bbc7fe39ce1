/** The head of a study and its sections. */
import type { ReactNode } from 'react'
import { orNotFound, requireContext } from '@/app/_server'
import { Page, PageHeader, TabLinks } from '@/app/_ui'
import { viewStudy } from '@/lib/services/view-study'

export default async function StudyLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ id: string }>
}) {
  const { id } = await params
  const study = await orNotFound(viewStudy(await requireContext(['researcher', 'administrator']), id))
  const base = `/studies/${id}`
  return (
    <Page>
      <PageHeader title={study.name} crumbs={[{ href: '/studies', label: 'Studies' }]} />
      <TabLinks
        label="Sections of the study"
        links={[
          { href: base, label: 'Overview' },
          { href: `${base}/photographs`, label: 'Photographs' },
          { href: `${base}/import`, label: 'Import' },
          { href: `${base}/protocol`, label: 'Protocol' },
          { href: `${base}/people`, label: 'People' },
        ]}
      />
      {children}
    </Page>
  )
}
