'use client'
/** The settings of one task of a protocol: who reads, which rule decides, and what happens when it cannot. */
import { Checkbox, Field, NumberField, Select } from '@/app/_ui'
import type { ConsensusRule, TaskSettings } from '@/lib/domain/protocol'

const ruleWords: Record<ConsensusRule['type'], string> = {
  kOfN: 'k of n give the same answer',
  expertCheck: 'an ophthalmologist checks the trained observers',
  unanimous: 'everybody agrees',
}
const isRule = (value: string): value is ConsensusRule['type'] => value in ruleWords

type Props<T extends TaskSettings> = {
  title: string
  about: string
  settings: T | null
  /** What switching the task on starts with. */
  initial: T
  onChange: (settings: T | null) => void
  children?: React.ReactNode
}

export function TaskFields<T extends TaskSettings>({ title, about, settings, initial, onChange, children }: Props<T>) {
  const set = (part: Partial<TaskSettings>) => settings && onChange({ ...settings, ...part })
  const setPanel = (part: Partial<TaskSettings['panel']>) => settings && set({ panel: { ...settings.panel, ...part } })
  const n = settings ? settings.panel.any + settings.panel.trainedObserver + settings.panel.ophthalmologist : 0
  const setRule = (type: string) =>
    isRule(type) &&
    set({ rule: type === 'kOfN' ? { type, k: Math.max(1, Math.ceil(n / 2)), n: Math.max(1, n) } : { type } })
  return (
    <fieldset className="grid gap-5 border-line border-t pt-5 first:border-t-0 first:pt-0">
      <legend className="sr-only">{title}</legend>
      <Checkbox
        label={title}
        hint={about}
        checked={settings !== null}
        onChange={(e) => onChange(e.target.checked ? initial : null)}
      />
      {settings && (
        <div className="grid items-start gap-4 pl-6.5 sm:grid-cols-3">
          <NumberField
            label="Trained observers"
            min={0}
            max={20}
            value={settings.panel.trainedObserver}
            onChange={(trainedObserver) => setPanel({ trainedObserver })}
          />
          <NumberField
            label="Ophthalmologists"
            min={0}
            max={20}
            value={settings.panel.ophthalmologist}
            onChange={(ophthalmologist) => setPanel({ ophthalmologist })}
          />
          <NumberField
            label="Of either kind"
            min={0}
            max={20}
            value={settings.panel.any}
            onChange={(any) => setPanel({ any })}
          />
          <Field label="Agreed when" className={settings.rule.type === 'kOfN' ? '' : 'sm:col-span-3'}>
            {(a) => (
              <Select {...a} value={settings.rule.type} onChange={(e) => setRule(e.target.value)}>
                {Object.entries(ruleWords).map(([type, words]) => (
                  <option key={type} value={type}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {settings.rule.type === 'kOfN' && (
            <>
              <NumberField
                label="k"
                min={1}
                max={20}
                value={settings.rule.k}
                onChange={(k) => set({ rule: { ...settings.rule, type: 'kOfN', k, n } })}
              />
              <NumberField
                label="n"
                hint="the whole panel"
                min={1}
                max={20}
                value={settings.rule.n}
                onChange={(value) => settings.rule.type === 'kOfN' && set({ rule: { ...settings.rule, n: value } })}
              />
            </>
          )}
          <Field label="When they do not agree">
            {(a) => (
              <Select
                {...a}
                value={settings.onDiscrepancy}
                onChange={(e) => set({ onDiscrepancy: e.target.value === 'leaveOut' ? 'leaveOut' : 'adjudicate' })}
              >
                <option value="adjudicate">an adjudicator decides</option>
                <option value="leaveOut">it is left out</option>
              </Select>
            )}
          </Field>
          <NumberField
            label="More observers before that"
            min={0}
            max={5}
            value={settings.extraObserversMax}
            onChange={(extraObserversMax) => set({ extraObserversMax })}
          />
          {children}
        </div>
      )}
    </fieldset>
  )
}
