/** What the overlay draws: marks of one person by kind, or of several people by observer. Places are pixels of the original. */
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import type { Segment } from '../geometry/grid-overlay'
import type { PlacedHandle } from '../geometry/handles'
import { type GlyphName, kindLook } from '../look/kind-looks'
import type { ObserverLook } from '../look/observer-looks'

export type FigureTag = { type: 'glyph'; glyph: GlyphName } | { type: 'letter'; letter: string }

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
  const tag: FigureTag = { type: 'glyph', glyph: look.glyph }
  return { id: mark.id, shape: mark.shape, colour: look.colour, dash: [], tag, isSelected }
}

/** The kind's glyph stays in sight through the letter's colour; who drew it is what matters here. */
export const observerFigure = (mark: Mark, look: ObserverLook): Figure => ({
  id: `${look.letter}/${mark.id}`,
  shape: mark.shape,
  colour: look.colour,
  dash: look.dash,
  tag: { type: 'letter', letter: look.letter },
  isSelected: false,
})
