'use client'
/**
 * Starting a run from a snapshot: a preset and the few settings that people change first; every other knob of the recipes below,
 * each at what the preset says.
 */
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useRequest } from '@/app/_client/use-request'
import { Button, Field, Notice, NumberField, TextInput } from '@/app/_ui'
import type { ArchitectureFacts as Facts } from '@/lib/contracts/architecture'
import type { Recipe, TrainedStage } from '@/lib/contracts/recipe'
import type { RunRequest } from '@/lib/contracts/run'
import { ArchitectureFacts } from './architecture-facts'
import { Choice } from './recipe/choice'
import { MoreSettings } from './recipe/more-settings'
import { useRecipes } from './recipe/use-recipes'

const presets: Record<RunRequest['preset'], { label: string; about: string }> = {
  paper: { label: 'Paper: Table I and Table II', about: 'The networks of the paper. Hours on a small machine.' },
  dense: {
    label: 'Dense',
    about: 'What learned lesions best here, on crops of many patches. About an hour on two cores.',
  },
  small: { label: 'Small', about: 'Narrow networks: a few minutes on two cores. For a first look at a study.' },
  tiny: { label: 'Tiny', about: 'A few thousand weights: under a minute. Shows that everything works, and no more.' },
}
const presetLabels = {
  paper: presets.paper.label,
  dense: presets.dense.label,
  small: presets.small.label,
  tiny: presets.tiny.label,
}
const stageChoices = { both: 'lesions, then grades', local: 'lesions only', global: 'grades only, not weighted' }
const weightings = { paper: 'as in the paper', expected: 'by expected class', none: 'none' }
const trainedBy: Record<RunRequest['stages'], TrainedStage[]> = {
  both: ['local', 'global'],
  local: ['local'],
  global: ['global'],
}
const epochLabels: Record<TrainedStage, string> = { local: 'Epochs, lesions', global: 'Epochs, grades' }

type Props = { snapshotId: string; snapshotName: string; architectures: Facts[] }

export function TrainForm({ snapshotId, snapshotName, architectures }: Props) {
  const [name, setName] = useState(`${snapshotName}, first run`)
  const { preset, recipes, choose, change } = useRecipes('paper')
  const [stages, setStages] = useState<RunRequest['stages']>('both')
  const [weighting, setWeighting] = useState<RunRequest['weighting']>('paper')
  const [seed, setSeed] = useState(1)
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const trained = trainedBy[stages]
  const shown = trained.flatMap((stage) => architectures.filter(({ id }) => id === recipes[stage].architecture))

  const train = async (event: FormEvent) => {
    event.preventDefault()
    const knobs = Object.fromEntries(trained.map((stage) => [stage, withoutStage(recipes[stage])]))
    const mode = stages === 'both' ? weighting : 'none'
    const request = { snapshotId, name, preset, stages, weighting: mode, seed, ...knobs }
    const answer = await send<{ id: string }>('POST', '/api/runs', request)
    if (answer) router.push(`/runs/${answer.id}`)
  }

  return (
    // The server's sentence names what is wrong; the browser's own could point into a part that is folded away.
    <form onSubmit={train} noValidate className="grid gap-5">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name">
          {(a) => <TextInput {...a} value={name} maxLength={120} required onChange={(e) => setName(e.target.value)} />}
        </Field>
        <Choice label="Recipe" hint={presets[preset].about} value={preset} options={presetLabels} onChange={choose} />
        <Choice label="Networks" value={stages} options={stageChoices} onChange={setStages} />
        <Choice
          label="Weighting of the image by its lesions"
          value={stages === 'both' ? weighting : 'none'}
          options={weightings}
          disabled={stages !== 'both'}
          onChange={setWeighting}
        />
        {trained.map((stage) => (
          <NumberField
            key={stage}
            label={epochLabels[stage]}
            min={1}
            max={1000}
            value={recipes[stage].epochs}
            onChange={(epochs) => change(stage)({ epochs })}
          />
        ))}
      </div>
      <section aria-label="What will be trained" className="grid gap-5 lg:grid-cols-2">
        {shown.map((facts) => (
          <ArchitectureFacts key={facts.id} facts={facts} />
        ))}
      </section>
      <MoreSettings
        stages={trained}
        recipes={recipes}
        change={change}
        architectures={architectures}
        seed={seed}
        onSeed={setSeed}
      />
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

const withoutStage = ({ stage: _, ...knobs }: Recipe) => knobs
