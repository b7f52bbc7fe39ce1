import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

export const toggleMarks: Action<{ editor: MarksEditor }> = {
  name: 'view.marks',
  label: 'Hide or show the marks',
  group: 'View',
  keys: [{ key: 'h' }],
  perform: ({ editor }) => editor.showMarks(!editor.state.get().areMarksShown),
}
