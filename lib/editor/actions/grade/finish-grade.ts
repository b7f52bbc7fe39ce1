import type { Action } from '../action'
import type { WithGrade } from './grade-desk'

export const finishGrade: Action<WithGrade> = {
  name: 'grade.finish',
  label: 'Submit, and on',
  group: 'Grade',
  keys: [{ key: 'Enter' }],
  perform: ({ grade }) => grade.finish(),
}
