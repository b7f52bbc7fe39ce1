'use client'
/** Starting a run from a snapshot: a preset, and the few settings that people change. Everything else is in the preset. */
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Field, Notice, NumberField, Select, TextInput } from '@/app/_ui'
import type { ArchitectureFacts as Facts } from '@/lib/contracts/architecture'
import { recipePresets } from '@/lib/contracts/recipe'
import type { RunRequest } from '@/lib/contracts/run'
import { ArchitectureFacts } from './architecture-facts'

const presets: Record<RunRequest['preset'], { label: string; about: string }> = {
  paper: { label: 'Paper: Table I and Table II', about: 'The networks of the paper. Hours on a small machine.' },
  small: { label: 'Small', about: 'Narrow networks: a few minutes on two cores. For a first look at a study.' },
  tiny: { label: 'Tiny', about: 'A few thousand weights: under a minute. Shows that everything works, and no more.' },
}
const isPreset = (value: string): value is RunRequest['preset'] => value in presets

/** An empty field: the recipe says how many. */
const asRecipe = Number.NaN

type Props = { snapshotId: string; snapshotName: string; architectures: Facts[] }

export function TrainForm({ snapshotId, snapshotName, architectures }: Props) {
  const [name, setName] = useState(`${snapshotName}, first run`)
  const [preset, setPreset] = useState<RunRequest['preset']>('paper')
  const [stages, setStages] = useState<RunRequest['stages']>('both')
  const [weighting, setWeighting] = useState<RunRequest['weighting']>('paper')
  const [epochsLocal, setEpochsLocal] = useState(asRecipe)
  const [epochsGlobal, setEpochsGlobal] = useState(asRecipe)
  const [seed, setSeed] = useState(1)
  const { send, busy, failure } = useRequest()
  const router = useRouter()

  const trained = ([stages !== 'global' && 'local', stages !== 'local' && 'global'] as const).flatMap((stage) =>
    stage ? architectures.filter(({ id }) => id === recipePresets[preset][stage].architecture) : [],
  )

  const train = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await send<{ id: string }>('POST', '/api/runs', {
      snapshotId,
      name,
      preset,
      stages,
      weighting,
      seed,
      ...(Number.isNaN(epochsLocal) ? {} : { epochsLocal }),
      ...(Number.isNaN(epochsGlobal) ? {} : { epochsGlobal }),
    })
    if (answer) router.push(`/runs/${answer.id}`)
  }

  return (
    <form onSubmit={train} className="grid gap-5">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name">
          {(a) => <TextInput {...a} value={name} maxLength={120} required onChange={(e) => setName(e.target.value)} />}
        </Field>
        <Field label="Recipe" hint={presets[preset].about}>
          {(a) => (
            <Select {...a} value={preset} onChange={(e) => isPreset(e.target.value) && setPreset(e.target.value)}>
              {Object.entries(presets).map(([key, p]) => (
                <option key={key} value={key}>
                  {p.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Networks">
          {(a) => (
            <Select
              {...a}
              value={stages}
              onChange={(e) =>
                setStages(e.target.value === 'local' || e.target.value === 'global' ? e.target.value : 'both')
              }
            >
              <option value="both">lesions, then grades</option>
              <option value="local">lesions only</option>
              <option value="global">grades only, not weighted</option>
            </Select>
          )}
        </Field>
        <Field label="Weighting of the image by its lesions">
          {(a) => (
            <Select
              {...a}
              value={stages === 'both' ? weighting : 'none'}
              disabled={stages !== 'both'}
              onChange={(e) =>
                setWeighting(e.target.value === 'expected' || e.target.value === 'none' ? e.target.value : 'paper')
              }
            >
              <option value="paper">as in the paper</option>
              <option value="expected">by expected class</option>
              <option value="none">none</option>
            </Select>
          )}
        </Field>
      </div>
      <section aria-label="The networks of this recipe" className="grid gap-5 lg:grid-cols-2">
        {trained.map((facts) => (
          <ArchitectureFacts key={facts.id} facts={facts} />
        ))}
      </section>
      <details>
        <summary className="text-[13px] text-ink-muted">Epochs and seed</summary>
        <div className="mt-3 grid items-start gap-4 sm:grid-cols-3">
          <NumberField
            label="Epochs, lesions"
            hint="empty: as the recipe says"
            min={1}
            max={1000}
            value={epochsLocal}
            onChange={setEpochsLocal}
          />
          <NumberField
            label="Epochs, grades"
            hint="empty: as the recipe says"
            min={1}
            max={1000}
            value={epochsGlobal}
            onChange={setEpochsGlobal}
          />
          <NumberField
            label="Seed"
            hint="with recipe and snapshot it determines the run"
            min={0}
            max={2147483647}
            value={seed}
            onChange={setSeed}
          />
        </div>
      </details>
      {failure && (
        <Notice tone="danger" title="Not started">
          {failure.sentence}
        </Notice>
      )}
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          Train
        </Button>
      </div>
    </form>
  )
}
