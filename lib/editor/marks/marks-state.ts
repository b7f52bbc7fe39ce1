/**
 * Everything about marks on one photograph, as one immutable value, and what can happen to it. The marks themselves are
 * the history's present; selection, tool and a gesture under way are beside it and are never undone.
 */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark } from '@/lib/domain/mark'
import { keepOnPhotograph, roundShape, translateShape } from '../geometry/shape'
import type { Size } from '../geometry/viewport'
import { type Effect, idle, type Phase, type PointerPlace, type Scene, type ToolName, type Turn } from '../tools/tool'
import { tools } from '../tools/tools'
import { commit, type History, newHistory, redo, undo } from './history'

export type MarksState = {
  history: History<readonly Mark[]>
  selected: string | null
  /** Of the next mark that is drawn. */
  kind: LesionKind
  tool: ToolName
  phase: Phase
  areMarksShown: boolean
}

/** What stays the same as long as the photograph does. */
export type Desk = { photograph: Size; newId: () => string }

export const newMarksState = (marks: readonly Mark[], kind: LesionKind, tool: ToolName): MarksState => ({
  history: newHistory(marks),
  selected: null,
  kind,
  tool,
  phase: idle,
  areMarksShown: true,
})

export const currentMarks = (state: MarksState): readonly Mark[] => state.history.present
export const selectedMark = (state: MarksState): Mark | undefined =>
  currentMarks(state).find((mark) => mark.id === state.selected)

const sceneOf = (state: MarksState, desk: Desk): Scene => ({
  ...desk,
  marks: state.areMarksShown ? currentMarks(state) : [],
  selected: state.selected,
  kind: state.kind,
})

/** The marks as they would be if the gesture under way ended now. */
export function marksInView(state: MarksState, desk: Desk): readonly Mark[] {
  const marks = currentMarks(state)
  const preview = tools[state.tool].preview(state.phase, sceneOf(state, desk))
  if (!preview) return marks
  const isKnown = marks.some((mark) => mark.id === preview.id)
  return isKnown ? marks.map((mark) => (mark.id === preview.id ? preview : mark)) : [...marks, preview]
}

export type PointerEventName = 'down' | 'move' | 'up'

export function point(state: MarksState, name: PointerEventName, pointer: PointerPlace, desk: Desk): MarksState {
  const shown = name === 'down' && !state.areMarksShown ? { ...state, areMarksShown: true } : state
  return take(shown, tools[shown.tool][name](shown.phase, pointer, sceneOf(shown, desk)))
}

/** Escape: first the gesture, then the selection. */
export function cancel(state: MarksState): MarksState {
  if (state.phase.name !== 'idle') return take(state, tools[state.tool].cancel(state.phase))
  return state.selected === null ? state : { ...state, selected: null }
}

export function chooseTool(state: MarksState, tool: ToolName): MarksState {
  if (state.tool === tool) return state
  const ended = take(state, tools[state.tool].cancel(state.phase))
  return { ...ended, tool, phase: tools[tool].enter(), selected: tool === 'select' ? ended.selected : null }
}

/** A selected mark gets the kind; without one, the next mark will have it. */
export function chooseKind(state: MarksState, kind: LesionKind): MarksState {
  const mark = selectedMark(state)
  if (!mark) return { ...state, kind }
  return { ...change(state, (each) => (each.id === mark.id && each.kind !== kind ? { ...each, kind } : each)), kind }
}

export function select(state: MarksState, id: string | null): MarksState {
  if (id === null) return state.selected === null ? state : { ...state, selected: null }
  const isKnown = currentMarks(state).some((mark) => mark.id === id)
  return isKnown ? { ...chooseTool(state, 'select'), selected: id, areMarksShown: true } : state
}

/** The next (or previous) mark in the order of drawing, round and round. */
export function selectNeighbour(state: MarksState, step: 1 | -1): MarksState {
  const marks = currentMarks(state)
  if (marks.length === 0) return state
  const at = marks.findIndex((mark) => mark.id === state.selected)
  const next = at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length
  return select(state, marks[next]?.id ?? null)
}

/** What is taken away leaves the selection on its neighbour, so that several can be taken away one after another. */
export function remove(state: MarksState, id: string | null = state.selected): MarksState {
  const marks = currentMarks(state)
  const at = marks.findIndex((mark) => mark.id === id)
  if (at < 0) return state
  const rest = marks.filter((_, index) => index !== at)
  const history = commit(state.history, rest)
  const isSelected = state.selected === id
  return {
    ...state,
    history,
    phase: idle,
    selected: isSelected ? (rest[Math.min(at, rest.length - 1)]?.id ?? null) : state.selected,
  }
}

/** Moves the selected mark by pixels of the original. */
export function nudge(state: MarksState, dx: number, dy: number, desk: Desk): MarksState {
  const moved = (mark: Mark): Mark => ({
    ...mark,
    shape: roundShape(keepOnPhotograph(translateShape(mark.shape, dx, dy), desk.photograph)),
  })
  return change(state, (mark) => (mark.id === state.selected ? moved(mark) : mark))
}

export const undoStep = (state: MarksState): MarksState => goBack(state, undo)
export const redoStep = (state: MarksState): MarksState => goBack(state, redo)

export const showMarks = (state: MarksState, areShown: boolean): MarksState => ({
  ...take(state, tools[state.tool].cancel(state.phase)),
  areMarksShown: areShown,
  selected: areShown ? state.selected : null,
})

function goBack(state: MarksState, step: typeof undo<readonly Mark[]>): MarksState {
  const history = step(state.history)
  const isStillThere = history.present.some((mark) => mark.id === state.selected)
  return { ...state, history, phase: idle, selected: isStillThere ? state.selected : null }
}

function change(state: MarksState, alter: (mark: Mark) => Mark): MarksState {
  const marks = currentMarks(state)
  const altered = marks.map(alter)
  return altered.every((mark, i) => mark === marks[i]) ? state : { ...state, history: commit(state.history, altered) }
}

function take(state: MarksState, turn: Turn): MarksState {
  return turn.effects.reduce(apply, { ...state, phase: turn.phase })
}

function apply(state: MarksState, effect: Effect): MarksState {
  switch (effect.type) {
    case 'add':
      return { ...state, history: commit(state.history, [...currentMarks(state), effect.mark]) }
    case 'replace':
      return change(state, (mark) => (mark.id === effect.mark.id && !isSame(mark, effect.mark) ? effect.mark : mark))
    case 'select':
      return { ...state, selected: effect.id }
    case 'useTool':
      return { ...state, tool: effect.tool }
  }
}

const isSame = (a: Mark, b: Mark) => JSON.stringify(a) === JSON.stringify(b)
