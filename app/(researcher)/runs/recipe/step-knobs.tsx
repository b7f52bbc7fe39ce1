/** How the weights are changed, step by step. */
import { NumberField } from '@/app/_ui'
import { Choice } from './choice'
import { Group } from './group'
import type { KnobProps } from './knob'

const schedules = { cosine: 'half a cosine to 0', constant: 'constant', steps: 'a tenth at ½, a hundredth at ¾' }

/** An empty field is NaN: no limit, or one view an item. */
const orNull = (value: number) => (Number.isNaN(value) ? null : value)

export function StepKnobs({ recipe, change }: KnobProps) {
  const unit = recipe.block > 1 ? 'crops' : 'items'
  return (
    <Group title="Steps">
      <NumberField
        label={`Batch, ${unit}`}
        min={recipe.block > 1 ? 1 : 2}
        max={1024}
        value={recipe.batchSize}
        onChange={(batchSize) => change({ batchSize })}
      />
      <NumberField
        label="Views an epoch"
        hint={`${unit} drawn, with a view of each; empty: as many as there are items`}
        min={1}
        max={10_000_000}
        value={recipe.viewsPerEpoch ?? Number.NaN}
        onChange={(views) => change({ viewsPerEpoch: orNull(views) })}
      />
      <NumberField
        label="Learning rate"
        hint="Adam’s largest step size"
        min={0}
        max={1}
        step="any"
        value={recipe.learningRate}
        onChange={(learningRate) => change({ learningRate })}
      />
      <Choice
        label="Schedule"
        hint="what becomes of the learning rate"
        value={recipe.schedule}
        options={schedules}
        onChange={(schedule) => change({ schedule })}
      />
      <NumberField
        label="Warm-up, steps"
        hint="in which the learning rate rises to its full size"
        min={0}
        max={100_000}
        value={recipe.warmupSteps}
        onChange={(warmupSteps) => change({ warmupSteps })}
      />
      <NumberField
        label="Weight decay"
        hint="share of the kernels that goes, times the learning rate; 0: none"
        min={0}
        max={1}
        step="any"
        value={recipe.weightDecay}
        onChange={(weightDecay) => change({ weightDecay })}
      />
      <NumberField
        label="Largest gradient norm"
        hint="longer gradients are shortened to it; empty: no limit"
        min={0}
        max={1_000_000}
        step="any"
        value={recipe.clipNorm ?? Number.NaN}
        onChange={(norm) => change({ clipNorm: orNull(norm) })}
      />
      <NumberField
        label="Dropout"
        hint="share of units silenced after each fully connected layer"
        min={0}
        max={0.95}
        step="any"
        value={recipe.dropout}
        onChange={(dropout) => change({ dropout })}
      />
    </Group>
  )
}
