/** People: who there is, what they may do, and who is invited. */
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { Page, PageHeader, Panel } from '@/app/_ui'
import { listPeople } from '@/lib/services/list-people'
import { listStudies } from '@/lib/services/list-studies'
import { InvitationsTable } from './invitations-table'
import { InviteButton } from './invite-button'
import { PeopleTable } from './people-table'

export const metadata: Metadata = { title: 'People' }

export default async function PeoplePage() {
  const context = await requireContext(['administrator'])
  const [{ people, invitations }, studies] = await Promise.all([orNotFound(listPeople(context)), listStudies(context)])
  return (
    <Page>
      <PageHeader
        title="People"
        description="Everybody comes in by a one-time link. What you change here counts from their next step on."
        actions={<InviteButton studies={studies.map(({ id, name }) => ({ id, name }))} />}
      />
      <Panel flush>
        <PeopleTable people={people} ownId={context.actor.userId} />
      </Panel>
      {invitations.length > 0 && (
        <Panel
          flush
          title="Open invitations"
          hint="Links that were made and not used yet. A lost link is taken back and made anew."
        >
          <InvitationsTable invitations={invitations} />
        </Panel>
      )}
    </Page>
  )
}
