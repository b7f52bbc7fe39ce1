/** The living editor of one photograph's marks: holds the state, tells who listens. All rules are in marks-state. */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark } from '@/lib/domain/mark'
import { createStore, type Store } from '../store'
import type { PointerPlace, ToolName } from '../tools/tool'
import * as rules from './marks-state'

export type MarksEditor = {
  state: Store<rules.MarksState>
  desk: rules.Desk
  marks: () => readonly Mark[]
  marksInView: () => readonly Mark[]
  point: (name: rules.PointerEventName, pointer: PointerPlace) => void
  cancel: () => void
  chooseTool: (tool: ToolName) => void
  chooseKind: (kind: LesionKind) => void
  select: (id: string | null) => void
  selectNeighbour: (step: 1 | -1) => void
  remove: (id?: string) => void
  nudge: (dx: number, dy: number) => void
  undo: () => void
  redo: () => void
  showMarks: (areShown: boolean) => void
}

export type MarksEditorStart = { marks: readonly Mark[]; kind: LesionKind; tool: ToolName }

export function createMarksEditor(desk: rules.Desk, start: MarksEditorStart): MarksEditor {
  const state = createStore(rules.newMarksState(start.marks, start.kind, start.tool))
  const update = (change: (before: rules.MarksState) => rules.MarksState) => state.set(change(state.get()))
  return {
    state,
    desk,
    marks: () => rules.currentMarks(state.get()),
    marksInView: () => rules.marksInView(state.get(), desk),
    point: (name, pointer) => update((s) => rules.point(s, name, pointer, desk)),
    cancel: () => update(rules.cancel),
    chooseTool: (tool) => update((s) => rules.chooseTool(s, tool)),
    chooseKind: (kind) => update((s) => rules.chooseKind(s, kind)),
    select: (id) => update((s) => rules.select(s, id)),
    selectNeighbour: (step) => update((s) => rules.selectNeighbour(s, step)),
    remove: (id) => update((s) => rules.remove(s, id)),
    nudge: (dx, dy) => update((s) => rules.nudge(s, dx, dy, desk)),
    undo: () => update(rules.undoStep),
    redo: () => update(rules.redoStep),
    showMarks: (areShown) => update((s) => rules.showMarks(s, areShown)),
  }
}
