import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

const selectNeighbour = (step: 1 | -1, label: string, key: string): Action<{ editor: MarksEditor }> => ({
  name: step > 0 ? 'mark.next' : 'mark.previous',
  label,
  group: 'Marks',
  keys: [{ key }],
  doesRepeat: true,
  isPossible: ({ editor }) => editor.marks().length > 0,
  perform: ({ editor }) => editor.selectNeighbour(step),
})

export const nextMark = selectNeighbour(1, 'Next mark', ']')
export const previousMark = selectNeighbour(-1, 'Previous mark', '[')
