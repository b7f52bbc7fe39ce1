import { describe, expect, test } from 'vitest'
import { gradeClassNames, gradeClassOfHead, patchClassNames, patchClassOfHead } from '@/lib/domain/heads'

const paperGrades = [0, 1, 2, 3]
const grades = [0, 1, 2, 3, 4]

describe('a head of all classes', () => {
  test('keeps patch classes and trained grades as they are numbered', () => {
    expect([0, 1, 2, 3].map((k) => patchClassOfHead('classes', k))).toEqual([0, 1, 2, 3])
    expect(grades.map((grade) => gradeClassOfHead('classes', grade, paperGrades))).toEqual([0, 1, 2, 3, undefined])
    expect(grades.map((grade) => gradeClassOfHead('classes', grade, [0, 2, 4]))).toEqual([
      0,
      undefined,
      1,
      undefined,
      2,
    ])
  })

  test('is named by the kinds of lesion and by the grades', () => {
    expect(patchClassNames('classes')).toEqual(['normal', 'microaneurysm', 'haemorrhage', 'exudate'])
    expect(gradeClassNames('classes', [0, 2, 7])).toEqual(['No retinopathy', 'Moderate NPDR', 'Grade 7'])
  })
})

describe('a head of two classes', () => {
  test('takes every kind of lesion for a lesion', () => {
    expect([0, 1, 2, 3].map((k) => patchClassOfHead('binary', k))).toEqual([0, 1, 1, 1])
    expect(patchClassNames('binary')).toEqual(['normal', 'lesion'])
  })

  test('sets grade 2 or more against grade 0 and leaves grade 1 out, whichever grades are trained', () => {
    for (const trained of [paperGrades, grades, [0, 2]]) {
      expect(grades.map((grade) => gradeClassOfHead('binary', grade, trained))).toEqual([0, undefined, 1, 1, 1])
    }
    expect(gradeClassNames('binary', grades)).toEqual(['not referable (grade 0)', 'referable (grade 2 or more)'])
  })
})
