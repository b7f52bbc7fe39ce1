/**
 * What the overlay of the marks screen shows at any moment, computed from the editor and the view options. It is asked once
 * a frame and builds only what changed; React takes no part in it.
 */
import type { Mark } from '@/lib/domain/mark'
import type { Segment } from '../geometry/grid-overlay'
import { shapeHandles } from '../geometry/handles'
import type { Viewport } from '../geometry/viewport'
import type { MarksEditor } from '../marks/marks-editor'
import { selectedMark } from '../marks/marks-state'
import type { Store } from '../store'
import { turnReachPixels } from '../tools/tool'
import type { ViewOptions } from '../view-options'
import { type Figure, kindFigure, type Overlay, type PatchOutline } from './figure'

export type OverlaySource = {
  get: (viewport: Viewport) => Overlay
  subscribe: (listener: () => void) => () => void
}

type MarksOverlayParts = {
  editor: MarksEditor
  view: Store<ViewOptions>
  grid: readonly Segment[]
  /** The patch under the pointer, while the grid is shown. */
  hovered: Store<PatchOutline | null>
}

const none: readonly never[] = []

export function marksOverlay({ editor, view, grid, hovered }: MarksOverlayParts): OverlaySource {
  const known = new WeakMap<Mark, Figure>()
  let shown: { marks: readonly Mark[]; selected: string | null; figures: readonly Figure[] } | undefined

  const figureOf = (mark: Mark, isSelected: boolean): Figure => {
    if (isSelected) return kindFigure(mark, true)
    const figure = known.get(mark) ?? kindFigure(mark, false)
    known.set(mark, figure)
    return figure
  }
  const figuresOf = (marks: readonly Mark[], selected: string | null): readonly Figure[] => {
    if (shown && shown.marks === marks && shown.selected === selected) return shown.figures
    const figures = marks.map((mark) => figureOf(mark, mark.id === selected))
    shown = { marks, selected, figures }
    return figures
  }

  return {
    get: ({ scale }) => {
      const state = editor.state.get()
      const marks = state.areMarksShown ? editor.marksInView() : none
      const { isGridShown } = view.get()
      const outline = isGridShown ? hovered.get() : null
      const isAtRest = state.phase.name === 'idle' || state.phase.name === 'pressing'
      const selected = state.areMarksShown && isAtRest ? selectedMark(state) : undefined
      return {
        figures: figuresOf(marks, state.selected),
        handles: selected ? shapeHandles(selected.shape, turnReachPixels / scale) : none,
        grid: isGridShown ? grid : none,
        outlines: outline ? [outline] : none,
      }
    },
    subscribe: (listener) => {
      const stops = [editor.state, view, hovered].map((store) => store.subscribe(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
