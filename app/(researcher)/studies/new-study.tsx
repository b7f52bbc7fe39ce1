'use client'
/** A new study: its name and the protocol it starts with. */
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Dialog, Field, Notice, Select, TextInput } from '@/app/_ui'

export function NewStudy({ presets }: { presets: { key: string; name: string }[] }) {
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState('')
  const [preset, setPreset] = useState('k-of-n')
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const create = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await send<{ id: string }>('POST', '/api/studies', { name, preset })
    if (answer) router.push(`/studies/${answer.id}`)
  }
  return (
    <>
      <Button variant="primary" icon={Plus} onClick={() => setIsOpen(true)}>
        New study
      </Button>
      <Dialog title="New study" open={isOpen} onClose={() => setIsOpen(false)}>
        <form onSubmit={create} className="grid gap-5">
          <Field label="Name">
            {(a) => (
              <TextInput {...a} value={name} maxLength={120} required onChange={(e) => setName(e.target.value)} />
            )}
          </Field>
          <Field label="Protocol to start from" hint="It can be changed later; every change is a new version.">
            {(a) => (
              <Select {...a} value={preset} onChange={(e) => setPreset(e.target.value)}>
                {presets.map((p) => (
                  <option key={p.key} value={p.key}>
                    {p.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {failure && <Notice tone="danger">{failure.sentence}</Notice>}
          <Button type="submit" variant="primary" busy={busy}>
            Create the study
          </Button>
        </form>
      </Dialog>
    </>
  )
}
