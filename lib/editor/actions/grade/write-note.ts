import type { Action } from '../action'
import type { WithGrade } from './grade-desk'

export const writeNote: Action<WithGrade> = {
  name: 'grade.note',
  label: 'Write a note',
  group: 'Grade',
  keys: [{ key: 'n' }],
  perform: ({ grade }) => grade.writeNote(),
}
