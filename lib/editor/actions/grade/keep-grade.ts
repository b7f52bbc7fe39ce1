import type { Action } from '../action'
import type { WithGrade } from './grade-desk'

export const keepGrade: Action<WithGrade> = {
  name: 'grade.keep',
  label: 'Keep my grade',
  group: 'Grade',
  keys: [{ key: 'k' }],
  perform: ({ grade }) => grade.keep(),
}
