/** What graders disagree on, oldest first, and what was decided. */
import { Scale } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { requireContext } from '@/app/_server'
import { Badge, ButtonLink, type Column, EmptyState, Page, PageHeader, Panel, Table, When } from '@/app/_ui'
import type { CaseSummary } from '@/lib/contracts/adjudication'
import { caseQuery } from '@/lib/contracts/adjudication'
import { listCases } from '@/lib/services/list-cases'
import { FirstCase } from './first-case'
import { taskNames } from './task-names'

export const metadata: Metadata = { title: 'Cases' }

const caseColumn: Column<CaseSummary> = {
  key: 'case',
  header: 'Case',
  narrow: true,
  cell: (row) => (
    <Link href={`/cases/${row.id}`} className="figures font-medium hover:underline">
      Case {row.number}
    </Link>
  ),
}
const aboutColumns: Column<CaseSummary>[] = [
  { key: 'task', header: 'About', narrow: true, cell: (row) => taskNames[row.task] },
  {
    key: 'study',
    header: 'Study',
    narrow: true,
    cell: (row) => <span className="text-ink-muted">{row.studyName}</span>,
  },
]

const openColumns: Column<CaseSummary>[] = [
  caseColumn,
  ...aboutColumns,
  { key: 'reasons', header: 'Why', cell: (row) => row.reasons.join(' ') },
  { key: 'opened', header: 'Since', narrow: true, cell: (row) => <When at={row.openedAt} /> },
]

const decidedColumns: Column<CaseSummary>[] = [
  caseColumn,
  ...aboutColumns,
  {
    key: 'outcome',
    header: 'Outcome',
    narrow: true,
    cell: (row) =>
      row.decided?.outcome === 'agreed' ? <Badge tone="good">agreed</Badge> : <Badge tone="warning">unresolved</Badge>,
  },
  { key: 'at', header: 'Decided', narrow: true, cell: (row) => row.decided && <When at={row.decided.at} /> },
]

type CasesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function CasesPage({ searchParams }: CasesPageProps) {
  const context = await requireContext(['adjudicator', 'researcher', 'administrator'])
  const asked = await searchParams
  const after = (name: string) => caseQuery.shape.after.catch(0).parse(asked[name] ?? 0)
  const open = await listCases(context, { state: 'open', after: after('open'), limit: 50 })
  const decided = await listCases(context, { state: 'decided', after: after('decided'), limit: 50 })
  const [first] = open.cases
  const decides = context.actor.role === 'adjudicator'
  return (
    <Page>
      <PageHeader
        title="Cases"
        description="Where observers differ and the protocol leaves the last word to an adjudicator. Answers are anonymous."
        actions={first && decides && <FirstCase id={first.id} number={first.number} />}
      />
      <Panel title="Open" hint="Oldest first." flush>
        <Table
          caption="Open cases"
          columns={openColumns}
          rows={open.cases}
          rowKey={(row) => row.id}
          empty={
            <EmptyState icon={Scale} title="Nothing to decide">
              When observers disagree on something, it becomes a case and appears here.
            </EmptyState>
          }
        />
        <More name="open" next={open.next} />
      </Panel>
      {decided.cases.length > 0 && (
        <Panel title="Decided" flush>
          <Table caption="Decided cases" columns={decidedColumns} rows={decided.cases} rowKey={(row) => row.id} />
          <More name="decided" next={decided.next} />
        </Panel>
      )}
    </Page>
  )
}

function More({ name, next }: { name: 'open' | 'decided'; next: number | null }) {
  if (next === null) return null
  return (
    <div className="border-line border-t p-3">
      <ButtonLink href={`/cases?${name}=${next}`} size="small" variant="quiet">
        The next 50
      </ButtonLink>
    </div>
  )
}
