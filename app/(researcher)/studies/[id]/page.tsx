/** A study at a glance: what is read, what is agreed, what is disputed, and what to do next. */
import { Images, Snowflake } from 'lucide-react'
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { ButtonLink, EmptyState, Panel, Stat, Stats, Table } from '@/app/_ui'
import type { AgreementView } from '@/lib/contracts/adjudication'
import { patchClasses } from '@/lib/domain/lesion'
import { viewAgreement } from '@/lib/services/view-agreement'
import { viewStudy } from '@/lib/services/view-study'

export const metadata: Metadata = { title: 'Study' }

const figure = (n: number) => n.toLocaleString('en')
const taskNames = { marks: 'Marks', patches: 'Patches', grade: 'Grades' } as const
type Row = AgreementView[number]

export default async function StudyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const context = await requireContext(['researcher', 'administrator'])
  const study = await orNotFound(viewStudy(context, id))
  const agreement = await viewAgreement(context, id)
  if (study.photographs === 0) {
    return (
      <Panel>
        <EmptyState
          icon={Images}
          title="No photographs yet"
          action={
            <ButtonLink href={`/studies/${id}/import`} variant="primary">
              Import photographs
            </ButtonLink>
          }
        >
          Drop a folder or a zip; they are checked, cropped and ready to read within moments.
        </EmptyState>
      </Panel>
    )
  }
  const patches = agreement.filter((row) => row.patches !== null)
  return (
    <>
      <Panel
        title="What is here"
        actions={
          <ButtonLink size="small" icon={Snowflake} href="/snapshots">
            Freeze a snapshot
          </ButtonLink>
        }
      >
        <Stats>
          <Stat label="Photographs" value={figure(study.photographs)} hint={`${figure(study.patients)} patients`} />
          <Stat label="Source grades" value={figure(study.sourceGrades)} hint="claims to be checked" />
          <Stat label="People" value={figure(study.members)} />
          <Stat label="Protocol" value={`v${study.protocol.version}`} hint={study.protocol.name} />
        </Stats>
      </Panel>
      <Panel title="Reading and agreement" flush>
        <Table<Row>
          caption="Items and readings by task"
          columns={[
            { key: 'task', header: 'Task', cell: (r) => taskNames[r.task] },
            { key: 'open', header: 'To read', numeric: true, cell: (r) => figure(r.items.open) },
            { key: 'agreed', header: 'Agreed', numeric: true, cell: (r) => figure(r.items.agreed) },
            { key: 'case', header: 'Cases', numeric: true, cell: (r) => figure(r.items.case) },
            { key: 'unresolved', header: 'Unresolved', numeric: true, cell: (r) => figure(r.items.unresolved) },
            { key: 'leftOut', header: 'Left out', numeric: true, cell: (r) => figure(r.items.leftOut) },
            { key: 'readings', header: 'Readings', numeric: true, cell: (r) => figure(r.readings) },
          ]}
          rows={agreement}
          rowKey={(r) => r.task}
          empty={
            <EmptyState title="Nothing is read in this study">
              Its protocol has no task. Switch one on under Protocol.
            </EmptyState>
          }
        />
      </Panel>
      {patches.length > 0 && (
        <Panel
          title="Agreed patches"
          hint="By the class that the lesion network learns. Disputed patches wait for an adjudicator or are left out."
          flush
        >
          <Table<Row>
            caption="Patches by class and outcome"
            columns={[
              { key: 'task', header: 'From', cell: (r) => taskNames[r.task] },
              ...patchClasses.map((name) => ({
                key: name,
                header: name,
                numeric: true,
                cell: (r: Row) => figure(r.patches?.byClass[name] ?? 0),
              })),
              { key: 'others', header: 'other kinds', numeric: true, cell: (r) => figure(r.patches?.otherKinds ?? 0) },
              { key: 'disputed', header: 'disputed', numeric: true, cell: (r) => figure(r.patches?.disputed ?? 0) },
            ]}
            rows={patches}
            rowKey={(r) => r.task}
          />
        </Panel>
      )}
    </>
  )
}
