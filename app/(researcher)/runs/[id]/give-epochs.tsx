'use client'
/** More epochs for a run that is over: a new run goes on where this one ended. */
import { ListPlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Dialog, Field, Notice, NumberField, TextInput } from '@/app/_ui'
import type { RunView } from '@/lib/contracts/run'
import { stageNames } from '../run-state'

type Stage = RunView['continuable'][number]['stage']
const bodyNames: Record<Stage, 'epochsLocal' | 'epochsGlobal'> = { local: 'epochsLocal', global: 'epochsGlobal' }

export function GiveEpochs({ run }: { run: Pick<RunView, 'id' | 'name' | 'continuable'> }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon={ListPlus} onClick={() => setOpen(true)}>
        Give more epochs
      </Button>
      <Dialog title="Give more epochs" open={isOpen} onClose={() => setOpen(false)}>
        <EpochsForm run={run} />
      </Dialog>
    </>
  )
}

function EpochsForm({ run }: { run: Pick<RunView, 'id' | 'name' | 'continuable'> }) {
  const [name, setName] = useState(`${run.name}, continued`.slice(0, 120))
  const [epochs, setEpochs] = useState(run.continuable)
  const { send, busy, failure } = useRequest()
  const router = useRouter()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wanted = epochs.filter(({ epochs: count }) => !Number.isNaN(count))
    const answer = await send<{ id: string }>('POST', `/api/runs/${run.id}/continue`, {
      name,
      ...Object.fromEntries(wanted.map(({ stage, epochs: count }) => [bodyNames[stage], count])),
    })
    if (answer) router.push(`/runs/${answer.id}`)
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <p className="text-[13px] text-ink-muted">
        A new run begins with the last weights and the optimiser of this one; its curve goes on where this one ends.
        This run and its models stay as they are.
      </p>
      <Field label="Name">
        {(a) => <TextInput {...a} value={name} maxLength={120} required onChange={(e) => setName(e.target.value)} />}
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {epochs.map(({ stage, epochs: count }) => (
          <NumberField
            key={stage}
            label={`Epochs more: ${stageNames[stage].toLowerCase()}`}
            min={1}
            max={1000}
            value={count}
            onChange={(value) =>
              setEpochs((all) => all.map((one) => (one.stage === stage ? { stage, epochs: value } : one)))
            }
          />
        ))}
      </div>
      {failure && (
        <Notice tone="danger" title="Not started">
          {failure.sentence}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Train on
        </Button>
      </div>
    </form>
  )
}
