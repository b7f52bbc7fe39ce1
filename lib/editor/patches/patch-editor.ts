/** The living patch session: undo one answer at a time, and the choice between *kind and on* and *kinds, then Enter*. */
import type { LesionKind } from '@/lib/domain/lesion'
import { commit, type History, newHistory, redo, undo } from '../marks/history'
import { createStore, type Store } from '../store'
import * as rules from './patch-session'

export type PatchState = {
  history: History<rules.PatchSession>
  /** On: a number key answers and goes on (Shift adds a kind and stays). Off: number keys toggle, Enter goes on. */
  isQuick: boolean
}

export type PatchEditor = {
  state: Store<PatchState>
  session: () => rules.PatchSession
  /** A number key. `isMore`: one kind beside those already there. */
  kind: (kind: LesionKind, isMore: boolean) => void
  normal: () => void
  /** Exactly these kinds, and on. */
  answer: (kinds: readonly LesionKind[]) => void
  clear: () => void
  goOn: () => void
  goBack: () => void
  goTo: (at: number) => void
  undo: () => void
  redo: () => void
  setQuick: (isQuick: boolean) => void
}

export function createPatchEditor(start: rules.PatchSession, isQuick: boolean): PatchEditor {
  const state = createStore<PatchState>({ history: newHistory(start), isQuick })
  const session = () => state.get().history.present
  const record = (next: rules.PatchSession) => {
    const now = state.get()
    state.set({ ...now, history: commit(now.history, next) })
  }
  /** Looking around is no step: undo takes back answers only. */
  const look = (next: rules.PatchSession) => {
    const now = state.get()
    state.set({ ...now, history: { ...now.history, present: next } })
  }
  const step = (move: typeof undo<rules.PatchSession>) => {
    const now = state.get()
    state.set({ ...now, history: move(now.history) })
  }
  return {
    state,
    session,
    kind: (kind, isMore) => {
      if (rules.isPast(session())) return
      const isAlone = state.get().isQuick && !isMore
      record(isAlone ? rules.goOn(rules.setKind(session(), kind)) : rules.toggleKind(session(), kind))
    },
    normal: () => {
      if (!rules.isPast(session())) record(rules.goOn(rules.setNormal(session())))
    },
    answer: (kinds) => {
      if (!rules.isPast(session())) record(rules.goOn(rules.setKinds(session(), kinds)))
    },
    clear: () => record(rules.clearAnswer(session())),
    goOn: () => {
      if (!rules.isPast(session())) look(rules.goOn(session()))
    },
    goBack: () => look(rules.goBack(session())),
    goTo: (at) => look(rules.goTo(session(), at)),
    undo: () => step(undo),
    redo: () => step(redo),
    setQuick: (quick) => state.set({ ...state.get(), isQuick: quick }),
  }
}
