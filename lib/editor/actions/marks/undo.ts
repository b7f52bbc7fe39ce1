import { canUndo } from '../../marks/history'
import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

export const undoMark: Action<{ editor: MarksEditor }> = {
  name: 'mark.undo',
  label: 'Undo',
  group: 'Marks',
  keys: [{ key: 'z', ctrl: true }],
  doesRepeat: true,
  isPossible: ({ editor }) => canUndo(editor.state.get().history),
  perform: ({ editor }) => editor.undo(),
}
