/** One of a few words. */
import type { ReactNode } from 'react'
import { Field, Select } from '@/app/_ui'

type ChoiceProps<T extends string> = {
  label: string
  hint?: ReactNode
  value: T
  /** Value → what it is called. */
  options: Record<T, string>
  disabled?: boolean
  onChange: (value: T) => void
}

/** `<Choice label="Balance" value={balance} options={{ sampling: 'classes alike', none: 'items alike' }} onChange={…} />` */
export function Choice<T extends string>({ label, hint, value, options, disabled, onChange }: ChoiceProps<T>) {
  const isOption = (key: string): key is T => key in options
  const keys = Object.keys(options).filter(isOption)
  return (
    <Field label={label} hint={hint}>
      {(a) => (
        <Select
          {...a}
          value={value}
          disabled={disabled}
          onChange={(e) => isOption(e.target.value) && onChange(e.target.value)}
        >
          {keys.map((key) => (
            <option key={key} value={key}>
              {options[key]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
