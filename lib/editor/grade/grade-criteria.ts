/** What each ICDR grade means, in one line, for the panel (science §5). */
import { type GradeAnswer, gradeLabels } from '@/lib/domain/lesion'

export type GradeChoice = { grade: GradeAnswer; key: string; label: string; criterion: string }

export const gradeChoices: readonly GradeChoice[] = [
  { grade: 0, key: '0', label: gradeLabels[0], criterion: 'No abnormality' },
  { grade: 1, key: '1', label: gradeLabels[1], criterion: 'Microaneurysms only' },
  { grade: 2, key: '2', label: gradeLabels[2], criterion: 'More than microaneurysms, less than severe' },
  {
    grade: 3,
    key: '3',
    label: gradeLabels[3],
    criterion: '> 20 haemorrhages in each quadrant, or venous beading in ≥ 2, or IRMA in ≥ 1; no new vessels',
  },
  { grade: 4, key: '4', label: gradeLabels[4], criterion: 'New vessels, or vitreous or preretinal haemorrhage' },
  { grade: 'ungradable', key: 'U', label: 'Ungradable', criterion: 'Too dark, blurred or covered to tell' },
]
