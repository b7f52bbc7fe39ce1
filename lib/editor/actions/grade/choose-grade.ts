import type { GradeChoice } from '../../grade/grade-criteria'
import type { Action } from '../action'
import type { GradeDesk } from './grade-desk'

export const chooseGrade = (choice: GradeChoice): Action<{ grade: Pick<GradeDesk, 'choose'> }> => ({
  name: `grade.${choice.grade}`,
  label: choice.label,
  group: 'Grade',
  keys: [{ key: choice.key.toLowerCase() }],
  perform: ({ grade }) => grade.choose(choice.grade),
})
