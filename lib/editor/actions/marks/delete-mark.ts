import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

export const deleteMark: Action<{ editor: MarksEditor }> = {
  name: 'mark.delete',
  label: 'Delete the selected mark',
  group: 'Marks',
  keys: [{ key: 'Delete' }, { key: 'Backspace' }],
  isPossible: ({ editor }) => editor.state.get().selected !== null,
  perform: ({ editor }) => editor.remove(),
}
