'use client'
/** Inviting: a short form, then the link, which is shown this once. */
import { UserPlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Checkbox, CopyButton, Dialog, Field, Notice, TextInput } from '@/app/_ui'
import type { InvitationAnswer } from '@/lib/contracts/people'
import { RoleFields, readRoleFields } from './role-fields'

type Studies = { id: string; name: string }[]

export function InviteButton({ studies }: { studies: Studies }) {
  const [isOpen, setOpen] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const router = useRouter()
  const close = () => {
    setOpen(false)
    setLink(null)
  }
  return (
    <>
      <Button variant="primary" icon={UserPlus} onClick={() => setOpen(true)}>
        Invite somebody
      </Button>
      <Dialog title={link ? 'The invitation is ready' : 'Invite somebody'} open={isOpen} onClose={close}>
        {link ? (
          <InvitationLink link={link} onDone={close} />
        ) : (
          <InviteForm
            studies={studies}
            onLink={(made) => {
              setLink(made)
              router.refresh()
            }}
          />
        )}
      </Dialog>
    </>
  )
}

function InvitationLink({ link, onDone }: { link: string; onDone: () => void }) {
  return (
    <div className="grid gap-4">
      <p className="text-sm">
        Give this link to the person, by a way that only they read. It works once, for seven days, and is{' '}
        <strong>not shown again</strong>.
      </p>
      <code className="block select-all break-all rounded-control border border-line bg-ground p-3 text-[13px]">
        {link}
      </code>
      <div className="flex justify-end gap-2">
        <CopyButton text={link} label="Copy the link" />
        <Button size="small" variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}

function InviteForm({ studies, onLink }: { studies: Studies; onLink: (link: string) => void }) {
  const { send, busy, failure } = useRequest()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const answer = await send<InvitationAnswer>('POST', '/api/invitations', {
      ...readRoleFields(form),
      name: String(form.get('name') ?? ''),
      email: String(form.get('email') ?? ''),
      studyIds: form.getAll('study').map(String),
    })
    if (answer) onLink(answer.link)
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      {failure && <Notice tone="danger">{failure.sentence}</Notice>}
      <RoleFields />
      <Field label="Name" hint="Optional; the person can change it when signing up.">
        {(a) => <TextInput {...a} name="name" maxLength={120} />}
      </Field>
      <Field label="E-mail address" hint="Optional. No mail is sent: you hand over the link.">
        {(a) => <TextInput {...a} name="email" type="email" maxLength={200} />}
      </Field>
      {studies.length > 0 && (
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium text-[13px]">Studies to join</legend>
          <div className="grid max-h-40 gap-2 overflow-y-auto">
            {studies.map((study) => (
              <Checkbox
                key={study.id}
                name="study"
                value={study.id}
                label={study.name}
                defaultChecked={studies.length === 1}
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy}>
          Make the link
        </Button>
      </div>
    </form>
  )
}
