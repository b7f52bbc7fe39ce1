import { describe, expect, it } from 'vitest'
import {
  blindSession,
  chooseGrade,
  gradeName,
  isChanged,
  keepGrade,
  revealedSession,
  toGradeAnswer,
  writeNote,
} from '@/lib/editor/grade/grade-session'

describe('grading a photograph', () => {
  it('has no answer until one was chosen, in either stage', () => {
    expect(toGradeAnswer(blindSession())).toBeUndefined()
    expect(toGradeAnswer(revealedSession({ sourceGrade: 2, blindGrade: 1 }))).toBeUndefined()
  })

  it('keeps the blind answer, or changes it, and tells which', () => {
    const shown = revealedSession({ sourceGrade: 2, blindGrade: 'ungradable' })
    const kept = keepGrade(shown)
    const changed = chooseGrade(shown, 2)
    expect([kept, changed].map((session) => [toGradeAnswer(session), isChanged(session)])).toEqual([
      [{ task: 'grade', grade: 'ungradable' }, false],
      [{ task: 'grade', grade: 2 }, true],
    ])
  })

  it('sends a note only where there is one', () => {
    const graded = chooseGrade(blindSession(), 3)
    expect(toGradeAnswer(writeNote(graded, '  '))).toEqual({ task: 'grade', grade: 3 })
    expect(toGradeAnswer(writeNote(graded, ' beading, two quadrants '))).toEqual({
      task: 'grade',
      grade: 3,
      note: 'beading, two quadrants',
    })
  })

  it('names grades', () => {
    expect([gradeName(2), gradeName('ungradable')]).toEqual(['2 · Moderate NPDR', 'Ungradable'])
  })
})
