'use client'
import { PanelPart } from '@/app/_client/panel/panel-part'
/** The nine kinds with their keys, glyphs and counts. The one in hand is the kind of the next mark, or of the selected one. */
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { perform } from '@/app/_client/reading/use-actions'
import { usePicked } from '@/app/_client/use-store'
import { cx, Key } from '@/app/_ui'
import type { Mark } from '@/lib/domain/mark'
import { chooseKind } from '@/lib/editor/actions/marks/choose-kind'
import type { MarksContext } from '@/lib/editor/actions/screens'
import { kindLooks } from '@/lib/editor/look/kind-looks'
import { type MarksState, selectedMark } from '@/lib/editor/marks/marks-state'

const pickKind = (state: MarksState) => selectedMark(state)?.kind ?? state.kind
const pickIsSelected = (state: MarksState) => state.selected !== null

export function KindList({ context, marks }: { context: MarksContext; marks: readonly Mark[] }) {
  const kind = usePicked(context.editor.state, pickKind)
  const isSelected = usePicked(context.editor.state, pickIsSelected)
  return (
    <PanelPart title={isSelected ? 'Kind of the selected mark' : 'Kind of the next mark'}>
      <ul className="-mx-2 grid">
        {kindLooks.map((look) => {
          const count = marks.filter((mark) => mark.kind === look.kind).length
          const isOn = look.kind === kind
          return (
            <li key={look.kind}>
              <button
                type="button"
                aria-pressed={isOn}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => perform(chooseKind(look.kind), context)}
                className={cx(
                  'flex h-8 w-full items-center gap-2.5 rounded-control px-2 text-left text-sm transition-colors',
                  isOn ? 'bg-accent-wash text-ink' : 'text-ink-muted hover:bg-raised hover:text-ink',
                )}
              >
                <Key>{String(look.number)}</Key>
                <KindGlyph kind={look.kind} />
                <span className="flex-1 truncate">{look.label}</span>
                {count > 0 && (
                  <span className="figures text-[13px] text-ink">
                    {count}
                    <span className="sr-only"> drawn</span>
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </PanelPart>
  )
}
