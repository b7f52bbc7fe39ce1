import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

/** One pixel of the original; marks are often only a dozen wide. */
const nudge = (direction: string, dx: number, dy: number): Action<{ editor: MarksEditor }> => ({
  name: `mark.nudge${direction}`,
  label: `Nudge the selected mark ${direction.toLowerCase()}`,
  group: 'Marks',
  keys: [{ key: `Arrow${direction}`, shift: true }],
  doesRepeat: true,
  isPossible: ({ editor }) => editor.state.get().selected !== null,
  perform: ({ editor }) => editor.nudge(dx, dy),
})

export const nudgeMark = [nudge('Left', -1, 0), nudge('Right', 1, 0), nudge('Up', 0, -1), nudge('Down', 0, 1)]
