'use client'
/** Whose marks are shown: letter, line and colour as they are drawn, qualification, and how many. */
import { Eye, EyeOff } from 'lucide-react'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { cx, Key } from '@/app/_ui'
import type { CaseView } from '@/lib/contracts/adjudication'
import { observerLook } from '@/lib/editor/look/observer-looks'

export const qualificationNames = { trainedObserver: 'Trained observer', ophthalmologist: 'Ophthalmologist' } as const

type ObserverTogglesProps = {
  answers: CaseView['answers']
  hidden: ReadonlySet<string>
  onToggle: (letter: string) => void
}

export function ObserverToggles({ answers, hidden, onToggle }: ObserverTogglesProps) {
  return (
    <PanelPart title="Observers">
      <ul className="-mx-2 grid">
        {answers.map(({ letter, qualification, answer }, position) => {
          const look = observerLook(letter, position)
          const isShown = !hidden.has(letter)
          const Icon = isShown ? Eye : EyeOff
          return (
            <li key={letter}>
              <button
                type="button"
                aria-pressed={isShown}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onToggle(letter)}
                className={cx(
                  'flex h-7 w-full items-center gap-2.5 rounded-control px-2 text-left text-sm hover:bg-raised',
                  !isShown && 'text-ink-muted',
                )}
              >
                <span className="w-4 font-semibold">{letter}</span>
                <svg viewBox="0 0 40 12" aria-hidden className="h-4 w-10 shrink-0 rounded bg-[#17191c]">
                  <path
                    d="M3 6H37"
                    stroke={look.colour}
                    strokeWidth="2"
                    strokeDasharray={look.dash.join(' ')}
                    opacity={isShown ? 1 : 0.35}
                  />
                </svg>
                <span className="flex-1 truncate">{qualificationNames[qualification]}</span>
                {answer.task === 'marks' && (
                  <span className="figures text-[13px] text-ink-muted">
                    {answer.marks.length} {answer.marks.length === 1 ? 'mark' : 'marks'}
                  </span>
                )}
                <Key>{`⇧${letter}`}</Key>
                <Icon aria-hidden className="size-4 text-ink-muted" />
              </button>
            </li>
          )
        })}
      </ul>
    </PanelPart>
  )
}
