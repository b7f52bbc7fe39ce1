'use client'
/** The ICDR grades and *ungradable*, each with what it means and its key. */
import { cx, Key } from '@/app/_ui'
import type { GradeAnswer } from '@/lib/domain/lesion'
import { gradeChoices } from '@/lib/editor/grade/grade-criteria'
import { PanelPart } from './panel-part'

type GradeChoicesProps = {
  title: string
  chosen: GradeAnswer | null
  disabled?: boolean
  /** Without what each grade means, for those who decide about others' grades. */
  isBrief?: boolean
  onChoose: (grade: GradeAnswer) => void
}

export function GradeChoices({ title, chosen, disabled, isBrief = false, onChoose }: GradeChoicesProps) {
  return (
    <PanelPart title={title}>
      <ul className={cx('-mx-2 grid gap-0.5', isBrief && 'grid-flow-col grid-cols-2 grid-rows-3')}>
        {gradeChoices.map((choice) => {
          const isOn = choice.grade === chosen
          return (
            <li key={choice.key}>
              <button
                type="button"
                aria-pressed={isOn}
                disabled={disabled}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(choice.grade)}
                className={cx(
                  'flex w-full gap-3 rounded-control border px-2 text-left transition-colors disabled:opacity-45',
                  isBrief ? 'items-center py-1' : 'py-2',
                  isOn ? 'border-accent bg-accent-wash' : 'border-transparent hover:bg-raised',
                )}
              >
                <span className={cx(!isBrief && 'pt-0.5', isOn ? 'text-accent' : 'text-ink-muted')}>
                  <Key>{choice.key}</Key>
                </span>
                <span>
                  <span className="block text-sm text-ink">{choice.label}</span>
                  {!isBrief && (
                    <span className="block text-[13px] text-ink-muted leading-snug">{choice.criterion}</span>
                  )}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </PanelPart>
  )
}
