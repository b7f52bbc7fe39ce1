'use client'
/** Everybody with an account; one button a row to change what they may do. */
import { useState } from 'react'
import { Badge, Button, type Column, Table, When } from '@/app/_ui'
import { qualificationNames, roleNames } from '@/app/_ui/role-names'
import type { Person } from '@/lib/services/list-people'
import { PersonDialog } from './person-dialog'

export function PeopleTable({ people, ownId }: { people: Person[]; ownId: string | null }) {
  const [changed, setChanged] = useState<Person | null>(null)
  const columns: Column<Person>[] = [
    {
      key: 'name',
      header: 'Name',
      cell: (person) => (
        <>
          <span className="text-ink">{person.name}</span>
          {person.id === ownId && <span className="text-ink-muted"> (you)</span>}
          <span className="block text-[13px] text-ink-muted">{person.email}</span>
        </>
      ),
    },
    {
      key: 'role',
      header: 'Role',
      cell: (person) => (
        <>
          {roleNames[person.role]}
          {person.qualification && (
            <span className="block text-[13px] text-ink-muted">{qualificationNames[person.qualification]}</span>
          )}
        </>
      ),
    },
    {
      key: 'studies',
      header: 'Studies',
      cell: ({ studies }) => <span className="text-ink-muted">{studies.length > 0 ? studies.join(', ') : '–'}</span>,
    },
    { key: 'since', header: 'Since', narrow: true, cell: (person) => <When at={person.createdAt} /> },
    {
      key: 'state',
      header: 'State',
      narrow: true,
      cell: (person) =>
        person.disabledAt ? <Badge tone="warning">disabled</Badge> : <Badge tone="good">active</Badge>,
    },
    {
      key: 'change',
      header: <span className="sr-only">Change</span>,
      narrow: true,
      cell: (person) => (
        <Button size="small" aria-label={`Change ${person.name}`} onClick={() => setChanged(person)}>
          Change
        </Button>
      ),
    },
  ]
  return (
    <>
      <Table caption="People" columns={columns} rows={people} rowKey={(person) => person.id} />
      <PersonDialog person={changed} onClose={() => setChanged(null)} />
    </>
  )
}
