/** How training items are varied. Validation and test items never are. */
import { Checkbox, NumberField } from '@/app/_ui'
import type { Augmentation } from '@/lib/contracts/recipe'
import { Choice } from './choice'
import { Group } from './group'
import type { KnobProps } from './knob'

const rotations = { none: 'none', quarter: 'quarter turns', any: 'any angle' }
const rotationOf: Record<keyof typeof rotations, Pick<Augmentation, 'rotationDegrees' | 'rotationStepDegrees'>> = {
  none: { rotationDegrees: 0, rotationStepDegrees: 0 },
  quarter: { rotationDegrees: 270, rotationStepDegrees: 90 },
  any: { rotationDegrees: 360, rotationStepDegrees: 0 },
}

const rotationName = ({ rotationDegrees, rotationStepDegrees }: Augmentation) =>
  rotationDegrees === 0 ? 'none' : rotationStepDegrees > 0 ? 'quarter' : 'any'

export function ViewKnobs({ recipe, change }: KnobProps) {
  const { augmentation, block } = recipe
  const vary = (changes: Partial<Augmentation>) => change({ augmentation: { ...augmentation, ...changes } })
  const number = (
    knob: 'scaleMin' | 'scaleMax' | 'shift' | 'brightness' | 'contrast',
    label: string,
    max: number,
    hint: string,
  ) => (
    <NumberField
      label={label}
      hint={hint}
      min={knob === 'scaleMin' || knob === 'scaleMax' ? 0.5 : 0}
      max={max}
      step="any"
      value={augmentation[knob]}
      onChange={(value) => vary({ [knob]: value })}
    />
  )
  return (
    <Group title={block > 1 ? 'Views (a block is turned and flipped only)' : 'Views'}>
      <Choice
        label="Rotation"
        value={rotationName(augmentation)}
        options={rotations}
        onChange={(name) => vary(rotationOf[name])}
      />
      <Checkbox
        label="Flips"
        hint="left–right and up–down"
        className="pt-6"
        checked={augmentation.flips}
        onChange={(e) => vary({ flips: e.target.checked })}
      />
      {block === 1 && (
        <>
          {number('scaleMin', 'Smallest scale', 2, '1: as it is')}
          {number('scaleMax', 'Largest scale', 2, '1.1: a tenth larger')}
          {number('shift', 'Shift', 0.5, 'share of the side, each way')}
        </>
      )}
      {number('brightness', 'Brightness, ±', 1, 'added; the scaled input is −1 to 1')}
      {number('contrast', 'Contrast, ±', 0.9, 'a factor of 1 ± this')}
    </Group>
  )
}
