import { describe, expect, test } from 'vitest'
import {
  accuracy,
  collapse,
  columnSums,
  confusionMatrix,
  macroF1,
  macroRecall,
  recallPrecision,
  rowSums,
  totalOf,
} from '@/lib/domain/confusion'
import { AppError } from '@/lib/domain/errors'
import { cohenKappa, quadraticWeightedKappa } from '@/lib/domain/kappa'
import golden from '../support/golden.json'

const paper = golden.seed_paper
const fig5 = paper['fig5_confusion_rows_true_cols_pred[normal,MA,H,EX]']

describe('confusion matrix', () => {
  test("gives the paper's Table V and totals from its Fig. 5", () => {
    const figures = recallPrecision(fig5)
    const { derived } = paper
    figures.forEach((entry, k) => {
      expect(entry.recall).toBeCloseTo(derived.recall[k] ?? Number.NaN, 9)
      expect(entry.precision).toBeCloseTo(derived.precision[k] ?? Number.NaN, 9)
      expect(entry.f1).toBeCloseTo(derived.f1[k] ?? Number.NaN, 9)
    })
    expect(rowSums(fig5)).toEqual(derived.row_sums)
    expect(columnSums(fig5)).toEqual(derived.col_sums)
    expect(totalOf(fig5)).toBe(derived.total)
    expect(accuracy(fig5)).toBeCloseTo(derived.accuracy, 9)
    expect(macroRecall(fig5)).toBeCloseTo(derived.macro_recall, 9)
    expect(macroF1(fig5)).toBeCloseTo(derived.f1.reduce((a, b) => a + b, 0) / 4, 9)
    expect(cohenKappa(fig5)).toBeCloseTo(derived.unweighted_kappa, 9)
  })

  test("gives the paper's lesion-against-normal figures when the lesions are merged", () => {
    const [normal, lesion] = recallPrecision(collapse(fig5, (k) => (k === 0 ? 0 : 1), 2))
    expect(lesion?.recall).toBeCloseTo(paper.derived.any_lesion_sensitivity, 9)
    expect(normal?.recall).toBeCloseTo(paper.derived.any_lesion_specificity, 9)
    expect(lesion?.precision).toBeCloseTo(paper.derived.any_lesion_ppv, 9)
    expect((lesion?.support ?? 0) / totalOf(fig5)).toBeCloseTo(paper.derived.lesion_prevalence, 9)
  })

  test('counts rows by truth and columns by prediction, whatever classes occur', () => {
    expect(confusionMatrix([0, 0, 2], Uint8Array.from([0, 2, 2]), 4)).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 0],
    ])
  })

  test('says undefined where a denominator is 0', () => {
    const confusion = confusionMatrix([0, 0], [0, 1], 3)
    expect(recallPrecision(confusion)).toEqual([
      { recall: 0.5, precision: 1, f1: 2 / 3, support: 2, predicted: 1 },
      { recall: undefined, precision: 0, f1: 0, support: 0, predicted: 1 },
      { recall: undefined, precision: undefined, f1: undefined, support: 0, predicted: 0 },
    ])
    expect(macroF1(confusion)).toBe(1 / 3)
    const empty = confusionMatrix([], [], 2)
    expect([accuracy(empty), macroF1(empty), cohenKappa(empty)]).toEqual([undefined, undefined, undefined])
  })

  test('refuses classes outside the scale and lists of different length', () => {
    expect(() => confusionMatrix([4], [0], 4)).toThrow(AppError)
    expect(() => confusionMatrix([0], [0.5], 4)).toThrow(AppError)
    expect(() => confusionMatrix([0, 1], [0], 4)).toThrow(AppError)
  })
})

describe("Cohen's kappa", () => {
  const { wikipedia_2x2, irr_anxiety_raters2_3, dr_5grade_60images, edge_cases } = golden.cohen_kappa

  test('equals the published and reference values', () => {
    const grades = dr_5grade_60images
    const grading = confusionMatrix(grades.raterA, grades.raterB, 5)
    expect(grading).toEqual(grades.confusion_rowsA_colsB)
    expect(cohenKappa(grading)).toBeCloseTo(grades.expected.unweighted, 9)
    expect(cohenKappa(grading, 'linear')).toBeCloseTo(grades.expected.linear, 9)
    expect(quadraticWeightedKappa(grading)).toBeCloseTo(grades.expected.quadratic, 9)
    expect(cohenKappa(wikipedia_2x2.table_rowsA_colsB)).toBeCloseTo(wikipedia_2x2.expected.unweighted.kappa, 9)
    expect(cohenKappa(golden.kappa_paradox.table)).toBeCloseTo(golden.kappa_paradox.expected.cohen, 9)
  })

  test('keeps the fixed scale: a level that nobody used changes the weighted values', () => {
    const { rater2, rater3, levels_used, expected } = irr_anxiety_raters2_3
    const full = confusionMatrix(
      rater2.map((r) => r - 1),
      rater3.map((r) => r - 1),
      6,
    )
    const collapsed = confusionMatrix(
      rater2.map((r) => levels_used.indexOf(r)),
      rater3.map((r) => levels_used.indexOf(r)),
      5,
    )
    expect(cohenKappa(full)).toBeCloseTo(expected.unweighted.kappa, 9)
    expect(cohenKappa(full, 'linear')).toBeCloseTo(expected.linear_full_scale_1_to_6, 9)
    expect(cohenKappa(full, 'quadratic')).toBeCloseTo(expected.quadratic_full_scale_1_to_6, 9)
    expect(cohenKappa(collapsed, 'linear')).toBeCloseTo(expected.linear_collapsed_levels.kappa, 9)
    expect(cohenKappa(collapsed, 'quadratic')).toBeCloseTo(expected.quadratic_collapsed_levels.kappa, 9)
  })

  test.each(edge_cases)('edge case %#', ({ a, b, K, expected_quadratic }) => {
    const value = quadraticWeightedKappa(confusionMatrix(a, b, K))
    if (expected_quadratic === undefined) expect(value).toBeUndefined()
    else expect(value).toBeCloseTo(expected_quadratic, 9)
  })
})
