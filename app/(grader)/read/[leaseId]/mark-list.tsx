'use client'
/** Every mark beside the photograph, reachable with the keyboard: choosing one selects it and brings it close. */
import { Redo2, Trash2, Undo2 } from 'lucide-react'
import type { RefObject } from 'react'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { perform } from '@/app/_client/reading/use-actions'
import { usePicked } from '@/app/_client/use-store'
import { cx, IconButton } from '@/app/_ui'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { redoMark } from '@/lib/editor/actions/marks/redo'
import { undoMark } from '@/lib/editor/actions/marks/undo'
import type { MarksContext } from '@/lib/editor/actions/screens'
import type { Surface } from '@/lib/editor/canvas/surface'
import { shapeBounds } from '@/lib/editor/geometry/shape'
import { kindLook } from '@/lib/editor/look/kind-looks'
import { canRedo, canUndo } from '@/lib/editor/marks/history'
import type { MarksState } from '@/lib/editor/marks/marks-state'

type MarkListProps = { context: MarksContext; marks: readonly Mark[]; surface: RefObject<Surface | null> }

const pickSelected = (state: MarksState) => state.selected
const pickUndo = (state: MarksState) => canUndo(state.history)
const pickRedo = (state: MarksState) => canRedo(state.history)

export function MarkList({ context, marks, surface }: MarkListProps) {
  const { editor } = context
  const selected = usePicked(editor.state, pickSelected)
  const canGoBack = usePicked(editor.state, pickUndo)
  const canGoOn = usePicked(editor.state, pickRedo)
  return (
    <PanelPart
      title={`Marks · ${marks.length}`}
      actions={
        <div className="-my-1.5 flex">
          <IconButton
            icon={Undo2}
            label="Undo (Ctrl Z)"
            disabled={!canGoBack}
            onClick={() => perform(undoMark, context)}
          />
          <IconButton
            icon={Redo2}
            label="Redo (Ctrl Shift Z)"
            disabled={!canGoOn}
            onClick={() => perform(redoMark, context)}
          />
        </div>
      }
    >
      {marks.length === 0 ? (
        <p className="text-[13px] text-ink-muted">Drag on the photograph to draw around a lesion.</p>
      ) : (
        <ol className="-mx-2 grid">
          {marks.map((mark, i) => (
            <li
              key={mark.id}
              className="group relative [contain-intrinsic-size:auto_1.875rem] [content-visibility:auto]"
            >
              <button
                type="button"
                aria-current={mark.id === selected ? 'true' : undefined}
                onClick={() => {
                  editor.select(mark.id)
                  surface.current?.focus(shapeBounds(mark.shape))
                }}
                className={cx(
                  'flex h-[1.875rem] w-full items-center gap-2.5 rounded-control px-2 text-left text-[13px] transition-colors',
                  mark.id === selected ? 'bg-raised text-ink' : 'text-ink-muted hover:bg-raised hover:text-ink',
                )}
              >
                <span className="figures w-5 text-right">{i + 1}</span>
                <KindGlyph kind={mark.kind} />
                <span className="flex-1 truncate">{kindLook(mark.kind).label}</span>
                <span className="figures pr-7">{sizeOf(mark.shape)}</span>
              </button>
              <IconButton
                icon={Trash2}
                label={`Delete mark ${i + 1}, ${kindLook(mark.kind).label}`}
                onClick={() => editor.remove(mark.id)}
                className="absolute top-0 right-0 size-[1.875rem] opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
              />
            </li>
          ))}
        </ol>
      )}
    </PanelPart>
  )
}

/** Pixels of the original: what tells one microaneurysm from another in a list. */
function sizeOf(shape: MarkShape): string {
  if (shape.type === 'point') return 'point'
  const { width, height } = shapeBounds(shape)
  return `${Math.round(width)} × ${Math.round(height)}`
}
