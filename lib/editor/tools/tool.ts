/**
 * A tool is a small state machine for one gesture at a time: down, move, up, cancel. It sees the marks but never changes
 * them: what it wants comes back as an effect, and a gesture ends in at most one commit, so one undo takes it back.
 */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark, Point } from '@/lib/domain/mark'
import type { Handle } from '../geometry/handles'
import type { Size } from '../geometry/viewport'

export const toolNames = ['select', 'point', 'ellipse', 'box'] as const
export type ToolName = (typeof toolNames)[number]

/** A pointer on the photograph. */
export type PointerPlace = {
  /** Pixels of the original. */
  place: Point
  /** Pixels of the original in one CSS pixel of the screen: how coarse the hand is at this zoom. */
  pixel: number
  isShift: boolean
  isAlt: boolean
}

export type Scene = {
  marks: readonly Mark[]
  selected: string | null
  kind: LesionKind
  photograph: Size
  newId: () => string
}

/** Where a gesture is. `idle` for every tool; the others belong to one tool each. */
export type Phase =
  | { name: 'idle' }
  | { name: 'placing'; place: Point }
  | { name: 'drawing'; from: Point; to: Point; pixel: number; isEven: boolean; isFromCentre: boolean }
  /** Pressed on a mark; becomes `moving` once the pointer has gone far enough to mean it. */
  | { name: 'pressing'; mark: Mark; from: Point }
  | { name: 'moving'; mark: Mark; from: Point; to: Point }
  /** `grab` = grip − pointer at the press, kept throughout, so that taking hold of a grip moves nothing. */
  | { name: 'resizing'; mark: Mark; handle: Handle; grab: Point; to: Point; sizeMin: number }

export const idle: Phase = { name: 'idle' }

export type Effect =
  | { type: 'add'; mark: Mark }
  | { type: 'replace'; mark: Mark }
  | { type: 'select'; id: string | null }
  | { type: 'useTool'; tool: ToolName }

export type Turn = { phase: Phase; effects: readonly Effect[] }

export type Tool = {
  name: ToolName
  label: string
  cursor: string
  enter: () => Phase
  down: (phase: Phase, pointer: PointerPlace, scene: Scene) => Turn
  move: (phase: Phase, pointer: PointerPlace, scene: Scene) => Turn
  up: (phase: Phase, pointer: PointerPlace, scene: Scene) => Turn
  /** Escape, a lost pointer, another tool: whatever was under way is as if it had never begun. */
  cancel: (phase: Phase) => Turn
  /** What would be committed if the gesture ended now; drawn instead of the mark with the same id. */
  preview: (phase: Phase, scene: Scene) => Mark | undefined
}

export const stay = (phase: Phase): Turn => ({ phase, effects: [] })
export const finish = (...effects: Effect[]): Turn => ({ phase: idle, effects })

/** Screen pixels within which a pointer means a mark or a grip. */
export const reachPixels = 8
/** A drag shorter than this many screen pixels is a click. */
export const clickPixels = 4
/** The turning grip stands this many screen pixels off. */
export const turnReachPixels = 22
/** The preview of a mark that does not exist yet. */
export const previewId = 'preview'
