/** Who works in a study. */
import type { Metadata } from 'next'
import { orNotFound, requireContext } from '@/app/_server'
import { listMembers } from '@/lib/services/list-members'
import { listChoosablePeople } from '@/lib/services/list-people'
import { MembersPanel } from './members-panel'

export const metadata: Metadata = { title: 'People of the study' }

export default async function StudyPeoplePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const context = await requireContext(['researcher', 'administrator'])
  const members = await orNotFound(listMembers(context, id))
  const isMember = new Set(members.map((m) => m.id))
  const others = (await listChoosablePeople(context)).filter((p) => !isMember.has(p.id))
  return (
    <MembersPanel
      studyId={id}
      members={members.map((m) => ({
        id: m.id,
        name: m.name,
        role: m.role,
        qualification: m.qualification,
        isDisabled: m.disabledAt !== null,
      }))}
      others={others}
    />
  )
}
