/** What the overlay draws: marks of one person by kind, or of several people by observer. Places are pixels of the original. */
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import type { Segment } from '../geometry/grid-overlay'
import type { PlacedHandle } from '../geometry/handles'
import { type GlyphName, kindLook } from '../look/kind-looks'
import type { ObserverLook } from '../look/observer-looks'

/** The kind's glyph; in a case, the observer's letter after it. */
export type FigureTag = { glyph: GlyphName; colour: string; letter: string | null }

export type Figure = {
  id: string
  shape: MarkShape
  colour: string
  /** Screen pixels; empty = solid. */
  dash: readonly number[]
  tag: FigureTag
  isSelected: boolean
}

/** A patch pointed at: its true, overlapping extent. */
export type PatchOutline = { place: Rectangle; isStrong: boolean }

export type Overlay = {
  figures: readonly Figure[]
  handles: readonly PlacedHandle[]
  grid: readonly Segment[]
  outlines: readonly PatchOutline[]
}

export const emptyOverlay: Overlay = { figures: [], handles: [], grid: [], outlines: [] }

export function kindFigure(mark: Mark, isSelected: boolean): Figure {
  const look = kindLook(mark.kind)
  const tag: FigureTag = { glyph: look.glyph, colour: look.colour, letter: null }
  return { id: mark.id, shape: mark.shape, colour: look.colour, dash: [], tag, isSelected }
}

/** The line says who drew it, the glyph of what kind it is. */
export function observerFigure(mark: Mark, { letter, colour, dash }: ObserverLook): Figure {
  const look = kindLook(mark.kind)
  const tag: FigureTag = { glyph: look.glyph, colour: look.colour, letter }
  return { id: `${letter}/${mark.id}`, shape: mark.shape, colour, dash, tag, isSelected: false }
}
