import { canRedo } from '../../marks/history'
import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

export const redoMark: Action<{ editor: MarksEditor }> = {
  name: 'mark.redo',
  label: 'Redo',
  group: 'Marks',
  keys: [
    { key: 'z', ctrl: true, shift: true },
    { key: 'y', ctrl: true },
  ],
  doesRepeat: true,
  isPossible: ({ editor }) => canRedo(editor.state.get().history),
  perform: ({ editor }) => editor.redo(),
}
