/**
 * What lies over a photograph in a case: every observer's marks in their own colour, line and letter, the disputed patches,
 * the one that is being decided. Like the marks' overlay it is asked once a frame.
 */
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Mark } from '@/lib/domain/mark'
import type { Segment } from '../geometry/grid-overlay'
import type { ObserverLook } from '../look/observer-looks'
import type { Store } from '../store'
import type { ViewOptions } from '../view-options'
import { type Figure, observerFigure, type PatchOutline } from './figure'
import type { OverlaySource } from './overlay-source'

type CaseOverlayParts = {
  observers: readonly { look: ObserverLook; marks: readonly Mark[] }[]
  /** Letters that are not shown. */
  hidden: Store<ReadonlySet<string>>
  disputed: readonly Rectangle[]
  /** Position in `disputed`; null: none. */
  current: Store<number | null>
  view: Store<ViewOptions>
  grid: readonly Segment[]
}

const none: readonly never[] = []

export function caseOverlay({ observers, hidden, disputed, current, view, grid }: CaseOverlayParts): OverlaySource {
  const byLetter = observers.map(({ look, marks }) => ({
    letter: look.letter,
    figures: marks.map((mark) => observerFigure(mark, look)),
  }))
  let shown: { hidden: ReadonlySet<string>; figures: readonly Figure[] } | undefined
  const figuresOf = (away: ReadonlySet<string>): readonly Figure[] => {
    if (shown?.hidden === away) return shown.figures
    const figures = byLetter.flatMap((observer) => (away.has(observer.letter) ? [] : observer.figures))
    shown = { hidden: away, figures }
    return figures
  }
  const outlinesOf = (at: number | null): PatchOutline[] => {
    const place = at === null ? undefined : disputed[at]
    return place ? [{ place, isStrong: true }] : []
  }
  return {
    get: () => ({
      figures: figuresOf(hidden.get()),
      handles: none,
      grid: view.get().isGridShown ? grid : none,
      outlines: outlinesOf(current.get()),
    }),
    subscribe: (listener) => {
      const stops = [hidden.subscribe(listener), current.subscribe(listener), view.subscribe(listener)]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
