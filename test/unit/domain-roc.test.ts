import { describe, expect, test } from 'vitest'
import { classWeights } from '@/lib/domain/class-balance'
import { AppError } from '@/lib/domain/errors'
import { operatingPoints, rocCurve } from '@/lib/domain/roc'
import golden from '../support/golden.json'

const { sklearn_doc, delong_40_ties } = golden.roc_pr

describe('ROC', () => {
  test('has the reference areas, ties and all', () => {
    expect(rocCurve(sklearn_doc.score, sklearn_doc.y)?.auc).toBeCloseTo(sklearn_doc.expected.roc_auc, 12)
    expect(rocCurve(delong_40_ties.score1, delong_40_ties.y)?.auc).toBeCloseTo(delong_40_ties.expected.auc1, 12)
    expect(rocCurve(delong_40_ties.score2, delong_40_ties.y)?.auc).toBeCloseTo(delong_40_ties.expected.auc2, 12)
  })

  test('goes from corner to corner with its thresholds', () => {
    expect(rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toEqual({
      points: [
        { fpr: 0, tpr: 0, threshold: null },
        { fpr: 0, tpr: 0.5, threshold: 0.8 },
        { fpr: 0.5, tpr: 0.5, threshold: 0.4 },
        { fpr: 0.5, tpr: 1, threshold: 0.35 },
        { fpr: 1, tpr: 1, threshold: 0.1 },
      ],
      auc: 0.75,
      positives: 2,
      negatives: 2,
    })
  })

  test('is a diagonal when all scores are equal', () => {
    expect(rocCurve([1, 1, 1], [0, 1, 1])).toEqual({
      points: [
        { fpr: 0, tpr: 0, threshold: null },
        { fpr: 1, tpr: 1, threshold: 1 },
      ],
      auc: 0.5,
      positives: 2,
      negatives: 1,
    })
  })

  test('keeps its area when points on straight runs are left out', () => {
    const { y, score1, expected } = delong_40_ties
    const points = rocCurve(score1, y)?.points ?? []
    const area = points.reduce((sum, point, i) => {
      const before = points[i - 1] ?? point
      return sum + ((point.fpr - before.fpr) * (point.tpr + before.tpr)) / 2
    }, 0)
    expect(area).toBeCloseTo(expected.auc1, 12)
    expect(rocCurve([4, 3, 2, 1], [1, 1, 0, 0])?.points).toHaveLength(3)
  })

  test('is undefined where a class is missing', () => {
    expect([rocCurve([1, 2], [1, 1]), rocCurve([1, 2], [0, 0]), rocCurve([], [])]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('refuses what is neither score nor label', () => {
    expect(() => rocCurve([Number.NaN], [1])).toThrow(AppError)
    expect(() => rocCurve([1], [2])).toThrow(AppError)
    expect(() => rocCurve([1, 2], [1])).toThrow(AppError)
  })
})

describe('operating points', () => {
  test('reach 0.95 in the one figure and the most they can in the other', () => {
    const point = (fpr: number, tpr: number, threshold: number | null) => ({ fpr, tpr, threshold })
    const points = [
      point(0, 0, null),
      point(0, 0.5, 9),
      point(0.03125, 0.5, 8),
      point(0.25, 0.5, 7),
      point(0.25, 0.9375, 6),
      point(0.5, 0.9375, 5),
      point(0.5, 0.96875, 4),
      point(0.5, 1, 3),
      point(1, 1, 2),
    ]
    expect(operatingPoints(points)).toEqual({
      highSensitivity: { sensitivity: 1, specificity: 0.5, threshold: 3 },
      highSpecificity: { sensitivity: 0.5, specificity: 1, threshold: 9 },
    })
  })

  test('of a perfect curve are one, and of no curve none', () => {
    const corner = { sensitivity: 1, specificity: 1, threshold: 0.75 }
    const perfect = rocCurve([0.75, 0.75, 0.25], [1, 1, 0])
    expect(operatingPoints(perfect?.points ?? [])).toEqual({ highSensitivity: corner, highSpecificity: corner })
    expect(operatingPoints([])).toBeUndefined()
  })
})

describe('class weights', () => {
  test('equal the reference, and a class without items weighs nothing', () => {
    const { counts, expected } = golden.class_weight_balanced
    expect(classWeights(counts)).toEqual(expected.map((value) => expect.closeTo(value, 9)))
    expect(classWeights([3, 0, 1])).toEqual([4 / 6, 0, 2])
    expect(classWeights([0, 0])).toEqual([0, 0])
  })
})
