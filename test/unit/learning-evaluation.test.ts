import { describe, expect, it } from 'vitest'
import { evaluationOf, type Predicted } from '@/lib/services/_shared/learning/evaluation'

/** Items with the given confusion, each called with certainty. */
function certain(confusion: number[][]): Predicted {
  const k = confusion.length
  const pairs = confusion.flatMap((row, truth) =>
    row.flatMap((count, chosen) => Array.from({ length: count }, () => ({ truth, chosen }))),
  )
  const probabilities = new Float32Array(pairs.length * k)
  pairs.forEach(({ chosen }, i) => {
    probabilities[i * k + chosen] = 1
  })
  return {
    truth: Uint8Array.from(pairs, ({ truth }) => truth),
    chosen: Uint8Array.from(pairs, ({ chosen }) => chosen),
    probabilities,
    groups: pairs.map((_, i) => `patient ${i % 7}`),
  }
}

const round = (value: number | null) => (value === null ? null : Number(value.toFixed(4)))

describe('the figures of a model', () => {
  it('are those that the paper prints for its Fig. 5', () => {
    const fig5 = [
      [145491, 574, 825, 207],
      [251, 1081, 205, 1],
      [327, 247, 3132, 11],
      [68, 2, 45, 1133],
    ]
    const { confusion, perClass, roc, n, patients } = evaluationOf('local', certain(fig5), [])
    expect({ confusion, n, patients }).toEqual({ confusion: fig5, n: 153_600, patients: 7 })
    expect(perClass.map(({ name, recall, precision }) => [name, round(recall), round(precision)]).slice(1)).toEqual([
      ['microaneurysm', 0.7029, 0.5678],
      ['haemorrhage', 0.8426, 0.7445],
      ['exudate', 0.9079, 0.838],
    ])
    const argMax = roc[0]?.points.find(({ threshold }) => threshold === 1)
    expect([round(argMax?.tpr ?? null), round(1 - (argMax?.fpr ?? 0))]).toEqual([0.9007, 0.9891])
  })

  it('leave undefined what nobody can know, and never make it 0', () => {
    const empty = evaluationOf('global', certain([[], [], [], []].map(() => [0, 0, 0, 0])), [0, 1, 2, 3])
    expect(empty).toMatchObject({
      n: 0,
      patients: 0,
      accuracy: null,
      quadraticWeightedKappa: { value: null, classes: 4 },
      perClass: Array.from({ length: 4 }, () => ({ n: 0, recall: null, precision: null })),
      roc: [
        { positives: 0, negatives: 0, auc: null, points: [] },
        { positives: 0, negatives: 0, auc: null, points: [] },
      ],
    })
  })

  it('call grade 2 and more referable, against grade 0 and against grades 0 and 1', () => {
    const perfect = evaluationOf(
      'global',
      certain([
        [4, 0, 0],
        [0, 3, 0],
        [0, 0, 2],
      ]),
      [0, 1, 2],
    )
    expect(perfect.roc.map(({ positives, negatives, auc }) => ({ positives, negatives, auc }))).toEqual([
      { positives: 2, negatives: 4, auc: 1 },
      { positives: 2, negatives: 7, auc: 1 },
    ])
    expect(perfect.quadraticWeightedKappa).toEqual({ value: 1, classes: 3 })
  })
})
