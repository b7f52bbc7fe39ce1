/** Which network, what it tells apart, and what it sees at a time. */
import { NumberField } from '@/app/_ui'
import type { ArchitectureFacts } from '@/lib/contracts/architecture'
import { blockMax, surroundingsMax } from '@/lib/contracts/recipe'
import { Choice } from './choice'
import { Group } from './group'
import type { KnobProps } from './knob'

const heads = {
  local: { classes: 'all kinds of patch', binary: 'lesion or normal' },
  global: { classes: 'all grades', binary: 'referable (grade 2 or more) or not (grade 0)' },
}

export function NetworkKnobs({ recipe, change, architectures }: KnobProps & { architectures: ArchitectureFacts[] }) {
  const { stage } = recipe
  const mine = architectures.filter((facts) => facts.stage === stage)
  const isDense = mine.some(({ id, denseStep }) => id === recipe.architecture && denseStep !== null)
  return (
    <Group title="Network">
      <Choice
        label="Architecture"
        value={recipe.architecture}
        options={Object.fromEntries(mine.map(({ id, title }) => [id, title]))}
        onChange={(architecture) => change({ architecture })}
      />
      <Choice label="Tells apart" value={recipe.head} options={heads[stage]} onChange={(head) => change({ head })} />
      {stage === 'local' && (
        <>
          <NumberField
            label="Surroundings, px"
            hint="seen around each patch, on all four sides"
            min={0}
            max={surroundingsMax}
            value={recipe.surroundings}
            onChange={(surroundings) => change({ surroundings })}
          />
          <NumberField
            label="Block, patches a side"
            hint={
              isDense
                ? '1: patch by patch; more: crops of so many patches, whose convolutions are shared'
                : 'this network goes patch by patch'
            }
            min={1}
            max={blockMax}
            disabled={!isDense}
            value={isDense ? recipe.block : 1}
            onChange={(block) => change({ block })}
          />
        </>
      )}
    </Group>
  )
}
