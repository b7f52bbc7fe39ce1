'use client'
/** Adding people to a study and taking them out. What they have read stays. */
import { UserPlus, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Badge, Button, EmptyState, Field, Notice, Panel, Select, Table } from '@/app/_ui'
import { roleNames } from '@/app/_ui/role-names'
import type { Role } from '@/lib/contracts/scalars'
import type { Qualification } from '@/lib/domain/reading'

type Person = { id: string; name: string; role: Role; qualification: Qualification | null }
type Member = Person & { isDisabled: boolean }

const roleWords = ({ role, qualification }: Person) =>
  qualification === null
    ? roleNames[role]
    : `${roleNames[role]}, ${qualification === 'ophthalmologist' ? 'ophthalmologist' : 'trained observer'}`

export function MembersPanel({ studyId, members, others }: { studyId: string; members: Member[]; others: Person[] }) {
  const [chosen, setChosen] = useState('')
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const change = async (body: { add?: string[]; remove?: string[] }) => {
    const answer = await send('PUT', `/api/studies/${studyId}/members`, body)
    if (answer === undefined) return
    setChosen('')
    router.refresh()
  }
  return (
    <Panel
      title="People of the study"
      hint="Observers read what is open; adjudicators settle cases; researchers see everything."
      actions={
        <div className="flex items-end gap-2">
          <Field label="Add a person">
            {(a) => (
              <Select {...a} className="min-w-56" value={chosen} onChange={(e) => setChosen(e.target.value)}>
                <option value="">{others.length === 0 ? 'everybody is here' : 'choose'}</option>
                {others.map((person) => (
                  <option key={person.id} value={person.id}>
                    {person.name} ({roleWords(person)})
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button icon={UserPlus} disabled={!chosen} busy={busy} onClick={() => change({ add: [chosen] })}>
            Add
          </Button>
        </div>
      }
      flush
    >
      {failure && (
        <div className="p-5">
          <Notice tone="danger">{failure.sentence}</Notice>
        </div>
      )}
      <Table
        caption="People of the study"
        columns={[
          { key: 'name', header: 'Name', cell: (m) => m.name },
          { key: 'role', header: 'Role', cell: roleWords },
          {
            key: 'state',
            header: 'State',
            cell: (m) => (m.isDisabled ? <Badge tone="warning">disabled</Badge> : null),
          },
          {
            key: 'remove',
            header: 'Change',
            narrow: true,
            cell: (m) => (
              <Button
                size="small"
                variant="quiet"
                disabled={busy}
                aria-label={`Take ${m.name} out of the study`}
                onClick={() => change({ remove: [m.id] })}
              >
                Take out
              </Button>
            ),
          },
        ]}
        rows={members}
        rowKey={(m) => m.id}
        empty={
          <EmptyState icon={Users} title="Nobody yet">
            Add the people who will read and settle. An administrator invites new ones.
          </EmptyState>
        }
      />
    </Panel>
  )
}
