import { describe, expect, it } from 'vitest'
import { evaluationOf, type Predicted } from '@/lib/services/_shared/learning/evaluation'
import { storedEvaluation } from '@/lib/services/_shared/learning/stored-evaluation'

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
        { positives: 0, negatives: 0, auc: null, points: [], operatingPoints: null },
        { positives: 0, negatives: 0, auc: null, points: [], operatingPoints: null },
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

  it.each([
    ['local', ['normal', 'lesion'], 'Any lesion against normal'],
    [
      'global',
      ['not referable (grade 0)', 'referable (grade 2 or more)'],
      'Referable (grade 2 or more) against grade 0',
    ],
  ] as const)('of a %s network with two classes have one curve', (stage, classes, name) => {
    const predicted: Predicted = {
      truth: Uint8Array.of(0, 0, 0, 1, 1),
      chosen: Uint8Array.of(0, 0, 1, 1, 0),
      probabilities: Float32Array.of(0.75, 0.25, 1, 0, 0.25, 0.75, 0, 1, 0.625, 0.375),
      groups: ['a', 'a', 'b', 'b', 'c'],
    }
    const evaluation = evaluationOf(stage, predicted, [0, 1, 2, 3], 'binary')
    expect(evaluation).toEqual({
      stage,
      head: 'binary',
      classes,
      n: 5,
      patients: 3,
      confusion: [
        [2, 1],
        [1, 1],
      ],
      perClass: [
        { name: classes[0], n: 3, recall: 2 / 3, precision: 2 / 3 },
        { name: classes[1], n: 2, recall: 1 / 2, precision: 1 / 2 },
      ],
      accuracy: 3 / 5,
      quadraticWeightedKappa: { value: expect.closeTo(1 / 6, 9), classes: 2 },
      roc: [
        {
          name,
          positives: 2,
          negatives: 3,
          auc: 5 / 6,
          points: expect.any(Array),
          operatingPoints: {
            highSensitivity: { sensitivity: 1, specificity: expect.closeTo(2 / 3, 9), threshold: 0.375 },
            highSpecificity: { sensitivity: 0.5, specificity: 1, threshold: 1 },
          },
        },
      ],
    })
    expect(storedEvaluation.parse(JSON.parse(JSON.stringify(evaluation)))).toEqual(evaluation)
  })

  it('of a model that was stored before there were other heads are still read', () => {
    const {
      head: _,
      roc,
      ...rest
    } = evaluationOf(
      'local',
      certain(
        [
          [1, 0],
          [0, 1],
        ]
          .map((row) => [...row, 0, 0])
          .concat([
            [0, 0, 1, 0],
            [0, 0, 0, 1],
          ]),
      ),
      [],
    )
    const stored = { ...rest, roc: roc.map(({ operatingPoints: _, ...curve }) => curve) }
    expect(storedEvaluation.parse(stored)).toMatchObject({ head: 'classes', roc: [{ operatingPoints: null }] })
  })
})
