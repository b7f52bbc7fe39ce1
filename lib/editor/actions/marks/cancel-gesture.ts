import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

export const cancelGesture: Action<{ editor: MarksEditor }> = {
  name: 'mark.cancel',
  label: 'Drop what is being drawn, then the selection',
  group: 'Marks',
  keys: [{ key: 'Escape' }],
  perform: ({ editor }) => editor.cancel(),
}
