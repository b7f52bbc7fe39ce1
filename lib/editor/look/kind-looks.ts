/**
 * How each lesion kind looks, everywhere: its number key, colour, glyph and short name. Colours stand out on an orange-red
 * retina and stay apart for red-, green- and blue-blind eyes (a unit test measures it); the glyph says the same without colour.
 */
import { type LesionKind, lesionKinds, lesionLabels } from '@/lib/domain/lesion'

export type GlyphName = 'disc' | 'square' | 'diamond' | 'triangle' | 'cross' | 'chevrons' | 'star' | 'ring' | 'barred'

export type KindLook = {
  kind: LesionKind
  /** 1…9: the key, and the order in every list. */
  number: number
  label: string
  /** Fits a narrow cell. */
  short: string
  colour: string
  glyph: GlyphName
}

const looks: Record<LesionKind, { short: string; colour: string; glyph: GlyphName }> = {
  microaneurysm: { short: 'MA', colour: '#699ef7', glyph: 'disc' },
  haemorrhage: { short: 'HE', colour: '#ffa2d7', glyph: 'square' },
  hardExudate: { short: 'EX', colour: '#fae257', glyph: 'diamond' },
  softExudate: { short: 'CWS', colour: '#ffffff', glyph: 'triangle' },
  irma: { short: 'IRMA', colour: '#12d895', glyph: 'cross' },
  venousBeading: { short: 'VB', colour: '#7e6bff', glyph: 'chevrons' },
  neovascularisation: { short: 'NV', colour: '#c2ffa0', glyph: 'star' },
  other: { short: 'OTH', colour: '#8c76b1', glyph: 'ring' },
  ungradableRegion: { short: 'UNG', colour: '#a37086', glyph: 'barred' },
}

export const kindLooks: readonly KindLook[] = lesionKinds.map((kind, index) => ({
  kind,
  number: index + 1,
  label: lesionLabels[kind],
  ...looks[kind],
}))

export const kindLook = (kind: LesionKind): KindLook => ({
  kind,
  number: lesionKinds.indexOf(kind) + 1,
  label: lesionLabels[kind],
  ...looks[kind],
})

/** The kind of a number key, 1…9. */
export const kindOfNumber = (number: number): LesionKind | undefined => lesionKinds[number - 1]
