/** How classes count, and when a run ends early. */
import { NumberField } from '@/app/_ui'
import { Choice } from './choice'
import { Group } from './group'
import type { KnobProps } from './knob'

const balances = { sampling: 'every class equally often', none: 'every item equally often' }
const weightings = { none: 'all alike', softened: 'rare ones more (square root)', balanced: 'rare ones more' }
const figures = { never: 'never', kappa: 'quadratic weighted kappa', macroF1: 'macro-F1', loss: 'loss' }
const usualPatience = 5

export function CourseKnobs({ recipe, change }: KnobProps) {
  const { classWeights, earlyStopping } = recipe
  return (
    <Group title="Classes and end">
      <Choice label="Drawn" value={recipe.balance} options={balances} onChange={(balance) => change({ balance })} />
      <Choice
        label="Classes count in the loss"
        hint="beside drawing them equally often, rare ones would count twice"
        value={typeof classWeights === 'string' ? classWeights : 'none'}
        options={weightings}
        onChange={(weights) => change({ classWeights: weights })}
      />
      <Choice
        label="End early by"
        hint="the figure on the validation side; it also says which epoch is the best"
        value={earlyStopping?.figure ?? 'never'}
        options={figures}
        onChange={(figure) =>
          change({
            earlyStopping:
              figure === 'never' ? null : { figure, patienceEpochs: earlyStopping?.patienceEpochs ?? usualPatience },
          })
        }
      />
      {earlyStopping && (
        <NumberField
          label="Patience, epochs"
          hint="without a better figure"
          min={1}
          max={1000}
          value={earlyStopping.patienceEpochs}
          onChange={(patienceEpochs) => change({ earlyStopping: { ...earlyStopping, patienceEpochs } })}
        />
      )}
    </Group>
  )
}
