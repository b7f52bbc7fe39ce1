'use client'
/** Changing one person: role, qualification, and whether they may come in at all. */
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Checkbox, Dialog, Notice, useToast } from '@/app/_ui'
import type { Person } from '@/lib/services/list-people'
import { RoleFields, readRoleFields } from './role-fields'

export function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  return (
    <Dialog title={person ? `Change ${person.name}` : ''} open={person !== null} onClose={onClose}>
      {person && <PersonForm key={person.id} person={person} onDone={onClose} />}
    </Dialog>
  )
}

function PersonForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const toast = useToast()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const change = { ...readRoleFields(form), disabled: form.get('disabled') === 'on' }
    if (!(await send('PATCH', `/api/people/${person.id}`, change))) return
    toast(`${person.name} is changed.`)
    router.refresh()
    onDone()
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      {failure && <Notice tone="danger">{failure.sentence}</Notice>}
      <RoleFields role={person.role} qualification={person.qualification} />
      <Checkbox
        name="disabled"
        defaultChecked={person.disabledAt !== null}
        label="Disabled"
        hint="Signed out at once and cannot sign in. What they read stays."
      />
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
