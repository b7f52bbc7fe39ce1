/** Undo and redo over immutable values: one entry a gesture. The past is bounded, so that a long day does not grow it. */

export type History<T> = { past: readonly T[]; present: T; future: readonly T[] }

const pastMax = 500

export const newHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] })

/** A new present; what had been undone is forgotten. The same value again is no step. */
export function commit<T>(history: History<T>, next: T): History<T> {
  if (Object.is(next, history.present)) return history
  return { past: [...history.past, history.present].slice(-pastMax), present: next, future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1)
  if (previous === undefined) return history
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future: rest }
}

export const canUndo = (history: History<unknown>): boolean => history.past.length > 0
export const canRedo = (history: History<unknown>): boolean => history.future.length > 0
