/** A number in a form. An empty field, or one that holds no number yet, is NaN: what that means is the form's to say. */
import type { ReactNode } from 'react'
import { Field, TextInput } from './field'

type NumberFieldProps = {
  label: string
  hint?: ReactNode
  value: number
  min: number
  max: number
  /** `any` where fractions make sense; whole numbers by default. */
  step?: 'any'
  disabled?: boolean
  onChange: (value: number) => void
}

/** `<NumberField label="Seed" min={0} max={9} value={seed} onChange={setSeed} />` */
export function NumberField({ label, hint, value, onChange, ...control }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(a) => (
        <TextInput
          {...a}
          type="number"
          {...control}
          value={Number.isNaN(value) ? '' : value}
          onChange={(e) => onChange(e.target.valueAsNumber)}
        />
      )}
    </Field>
  )
}
