import { describe, expect, test } from 'vitest'
import { evaluateGrade, missingSeats, type ObserverGrade } from '@/lib/domain/consensus'
import { AppError } from '@/lib/domain/errors'
import type { GradeAnswer } from '@/lib/domain/lesion'
import type { GradeTaskSettings } from '@/lib/domain/protocol'
import { kOfNProtocol, protocolPresets } from '@/lib/domain/protocol-presets'

function gradeSettings(settings: GradeTaskSettings | null): GradeTaskSettings {
  if (!settings) throw new Error('The preset reads no grades.')
  return settings
}

const kOfN = (k: number, n: number, extra = 0) => gradeSettings(kOfNProtocol(k, n, extra).grade)
const expertCheck = gradeSettings(protocolPresets['paper-training-grades'].grade)
const unanimous = gradeSettings(protocolPresets['paper-test'].grade)

const trained = (...grades: GradeAnswer[]): ObserverGrade[] =>
  grades.map((grade, i) => ({ observerId: `trained ${i}`, qualification: 'trainedObserver', grade }))
const expert = (...grades: GradeAnswer[]): ObserverGrade[] =>
  grades.map((grade, i) => ({ observerId: `expert ${i}`, qualification: 'ophthalmologist', grade }))

/** The label, or the state where there is none. */
const resultOf = (settings: GradeTaskSettings, answers: ObserverGrade[]) => {
  const outcome = evaluateGrade(settings, answers)
  return outcome.state === 'agreed' ? outcome.label : outcome.state
}

describe('an item waits for its panel', () => {
  test('and says who is missing', () => {
    expect(evaluateGrade(expertCheck, trained(2))).toEqual({
      state: 'needsAnother',
      missing: { trainedObserver: 1, ophthalmologist: 1, any: 0 },
    })
    expect(evaluateGrade(kOfN(2, 3), trained(2, 2))).toEqual({
      state: 'needsAnother',
      missing: { trainedObserver: 0, ophthalmologist: 0, any: 1 },
    })
  })

  test('whoever is more than their own kind asks for fills an open seat', () => {
    const panel = { trainedObserver: 1, ophthalmologist: 1, any: 1 }
    expect(missingSeats(panel, trained(1, 1, 1))).toEqual({ trainedObserver: 0, ophthalmologist: 1, any: 0 })
    expect(missingSeats(panel, expert(1))).toEqual({ trainedObserver: 1, ophthalmologist: 0, any: 1 })
  })

  test('nobody counts twice', () => {
    expect(() => evaluateGrade(kOfN(2, 2), [...trained(1), ...trained(1)])).toThrow(AppError)
  })
})

describe('k of n grades', () => {
  test('agrees on what k observers answered', () => {
    expect(evaluateGrade(kOfN(2, 3), trained(2, 1, 2))).toEqual({
      state: 'agreed',
      label: 2,
      trace: { rule: { type: 'kOfN', k: 2, n: 3 }, readings: 3, how: 'majority', votes: { 1: 1, 2: 2 } },
    })
    expect(resultOf(kOfN(2, 3), trained('ungradable', 'ungradable', 0))).toBe('ungradable')
  })

  test('opens a case with the answers, but nobody named', () => {
    expect(evaluateGrade(kOfN(2, 3), trained(4, 1, 2))).toEqual({
      state: 'case',
      reasons: ['The answers are 1 (1 of 3), 2 (1 of 3), 4 (1 of 3); the protocol asks for 2 equal answers.'],
    })
  })

  test('asks one more observer where the protocol allows it and it could help', () => {
    expect(evaluateGrade(kOfN(2, 2, 1), trained(1, 2))).toEqual({
      state: 'needsAnother',
      missing: { trainedObserver: 0, ophthalmologist: 0, any: 1 },
    })
    expect(resultOf(kOfN(2, 2, 1), trained(1, 2, 2))).toBe(2)
    expect(resultOf(kOfN(2, 2, 1), trained(1, 2, 3))).toBe('case')
    expect(resultOf(kOfN(3, 3, 1), trained(1, 2, 3))).toBe('case')
    expect(resultOf(kOfN(2, 2, 2), trained(1, 2, 3))).toBe('needsAnother')
    expect(resultOf(kOfN(2, 2, 2), trained(1, 2, 2, 1))).toBe('case')
  })
})

describe('a tolerance of one grade', () => {
  const tolerant = (k: number, n: number): GradeTaskSettings => ({ ...kOfN(k, n), toleranceGrades: 1 })

  test('takes the more frequent, then the higher of two neighbours', () => {
    expect(resultOf(tolerant(3, 3), trained(1, 2, 1))).toBe(1)
    expect(resultOf(tolerant(2, 2), trained(2, 1))).toBe(2)
    expect(resultOf(tolerant(3, 4), trained(0, 1, 1, 4))).toBe(1)
    expect(resultOf(tolerant(2, 3), trained(2, 3, 3))).toBe(3)
    expect(resultOf(tolerant(2, 2), trained(4, 4))).toBe(4)
    expect(resultOf(tolerant(2, 2), trained(0, 0))).toBe(0)
  })

  test('does not choose between two pairs that say different things', () => {
    expect(resultOf(tolerant(2, 3), trained(1, 2, 3))).toBe('case')
    expect(resultOf(tolerant(3, 5), trained(1, 1, 2, 3, 3))).toBe('case')
  })

  test('never bridges two grades, nor ungradable', () => {
    expect(resultOf(tolerant(2, 2), trained(1, 3))).toBe('case')
    expect(resultOf(tolerant(2, 2), trained(0, 'ungradable'))).toBe('case')
  })
})

describe("the paper's expert check", () => {
  test('is confirmed, or overridden by the ophthalmologist, and both are told apart', () => {
    const trace = { rule: { type: 'expertCheck' }, readings: 3 }
    expect(evaluateGrade(expertCheck, [...trained(2, 2), ...expert(2)])).toEqual({
      state: 'agreed',
      label: 2,
      trace: { ...trace, how: 'confirmed', votes: { 2: 3 } },
    })
    expect(evaluateGrade(expertCheck, [...trained(2, 2), ...expert(3)])).toEqual({
      state: 'agreed',
      label: 3,
      trace: { ...trace, how: 'overridden', votes: { 2: 2, 3: 1 } },
    })
    expect(resultOf(expertCheck, [...trained(1, 2), ...expert(2)])).toBe(2)
  })

  test('waits for the ophthalmologist even when the others agree', () => {
    expect(resultOf(expertCheck, trained(2, 2, 2))).toBe('needsAnother')
  })

  test('with two ophthalmologists who differ is a case', () => {
    const two = { ...expertCheck, panel: { trainedObserver: 2, ophthalmologist: 2, any: 0 } }
    expect(evaluateGrade(two, [...trained(2, 2), ...expert(2, 3)])).toEqual({
      state: 'case',
      reasons: ['The answers are 2 (3 of 4), 3 (1 of 4); the ophthalmologists do not agree.'],
    })
    expect(resultOf({ ...two, toleranceGrades: 1 }, [...trained(1, 1), ...expert(2, 3)])).toBe(3)
  })
})

describe("the paper's test items", () => {
  test('get a reference when all agree and are left out otherwise', () => {
    expect(resultOf(unanimous, [...trained(1, 1), ...expert(1)])).toBe(1)
    expect(evaluateGrade(unanimous, [...trained(1, 1), ...expert(2)])).toEqual({
      state: 'leftOut',
      reasons: ['The answers are 1 (2 of 3), 2 (1 of 3); the protocol asks for 3 equal answers.'],
    })
  })
})
