/**
 * Grading one photograph: the blind answer first, then, where the protocol reveals it, the source grade beside one's own,
 * to keep or to change. Both answers are submitted, each under its own stage.
 */
import type { GradeAnswer } from '@/lib/domain/lesion'
import { gradeLabels } from '@/lib/domain/lesion'
import type { GradeReadingAnswer, ReadingStage } from '@/lib/domain/reading'

export type GradeSession = {
  stage: ReadingStage
  /** Nothing is chosen to begin with, in either stage. */
  grade: GradeAnswer | null
  note: string
  reveal: { sourceGrade: number; blindGrade: GradeAnswer } | null
}

export const blindSession = (grade: GradeAnswer | null = null, note = ''): GradeSession => ({
  stage: 'blind',
  grade,
  note,
  reveal: null,
})

export const revealedSession = (reveal: { sourceGrade: number; blindGrade: GradeAnswer }, note = ''): GradeSession => ({
  stage: 'revealed',
  grade: null,
  note,
  reveal,
})

export const chooseGrade = (session: GradeSession, grade: GradeAnswer): GradeSession => ({ ...session, grade })
export const writeNote = (session: GradeSession, note: string): GradeSession => ({ ...session, note })

/** After the reveal: the blind answer stands. */
export const keepGrade = (session: GradeSession): GradeSession =>
  session.reveal ? { ...session, grade: session.reveal.blindGrade } : session

export const isChanged = (session: GradeSession): boolean =>
  session.reveal !== null && session.grade !== null && session.grade !== session.reveal.blindGrade

export function toGradeAnswer(session: GradeSession): GradeReadingAnswer | undefined {
  if (session.grade === null) return undefined
  const note = session.note.trim()
  return note ? { task: 'grade', grade: session.grade, note } : { task: 'grade', grade: session.grade }
}

/** `2 · Moderate NPDR`. */
export const gradeName = (grade: GradeAnswer | number): string => {
  if (grade === 'ungradable') return 'Ungradable'
  const known = Object.entries(gradeLabels).find(([number]) => Number(number) === grade)
  return known ? `${known[0]} · ${known[1]}` : String(grade)
}
