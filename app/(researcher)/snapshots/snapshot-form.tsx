'use client'
/** Freezing data: which studies, and how many patients on which side. A refusal says what is missing. */
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Checkbox, Field, Notice, NumberField, TextInput } from '@/app/_ui'

export function SnapshotForm({ studies }: { studies: { id: string; name: string }[] }) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>(studies.length === 1 && studies[0] ? [studies[0].id] : [])
  const [train, setTrain] = useState(60)
  const [validation, setValidation] = useState(15)
  const { send, busy, failure } = useRequest()
  const router = useRouter()

  const freeze = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await send<{ id: string }>('POST', '/api/snapshots', {
      name,
      studyIds: chosen,
      split: { train: train / 100, validation: validation / 100 },
    })
    if (answer) router.push(`/snapshots/${answer.id}`)
  }

  return (
    <form onSubmit={freeze} className="grid gap-5">
      <Field label="Name">
        {(a) => <TextInput {...a} value={name} onChange={(e) => setName(e.target.value)} maxLength={120} required />}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium text-[13px]">Studies</legend>
        {studies.map((study) => (
          <Checkbox
            key={study.id}
            label={study.name}
            checked={chosen.includes(study.id)}
            onChange={(e) =>
              setChosen((c) => (e.target.checked ? [...c, study.id] : c.filter((other) => other !== study.id)))
            }
          />
        ))}
      </fieldset>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <NumberField label="Training, % of patients" min={10} max={90} value={train} onChange={setTrain} />
        <NumberField label="Validation, %" min={5} max={50} value={validation} onChange={setValidation} />
        <Field label="Test, %" hint="never seen by training">
          {(a) => <TextInput {...a} value={Math.max(0, 100 - train - validation) || 0} readOnly tabIndex={-1} />}
        </Field>
      </div>
      <p className="text-[13px] text-ink-muted">
        A patient is wholly on one side, both eyes together, also across studies.
      </p>
      {failure && (
        <Notice tone="danger" title="Not frozen">
          {failure.sentence}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" busy={busy} disabled={chosen.length === 0}>
          Freeze
        </Button>
      </div>
    </form>
  )
}
