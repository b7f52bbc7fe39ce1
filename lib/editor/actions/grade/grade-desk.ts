/** What grade actions act on; the room and the case desk each provide it. */
import type { GradeAnswer } from '@/lib/domain/lesion'

export type GradeDesk = {
  choose: (grade: GradeAnswer) => void
  /** The blind answer stands. */
  keep: () => void
  /** Keeps where nothing was chosen after the reveal, then submits. */
  finish: () => void
  writeNote: () => void
}
export type WithGrade = { grade: GradeDesk }
