import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { accuracy, confusionMatrix, recallPrecision, totalOf } from '@/lib/domain/confusion'
import { cohenKappa } from '@/lib/domain/kappa'
import { areaAverage, weightingMatrix } from '@/lib/domain/lesion-map'
import { splitOfPatient } from '@/lib/domain/patient-split'
import { seededRandom, shuffle } from '@/lib/domain/random'
import { rocCurve } from '@/lib/domain/roc'

const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 60 })
const scored = fc.array(fc.record({ score: fc.integer({ min: -5, max: 5 }), label: fc.constantFrom(0, 1) }), {
  maxLength: 40,
})

describe('confusion and kappa', () => {
  test('kappa does not care who is called the truth, and lies between −1 and 1', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom('unweighted', 'linear', 'quadratic'), (items, weights) => {
        const first = items.map(([a]) => a)
        const second = items.map(([, b]) => b)
        const kappa = cohenKappa(confusionMatrix(first, second, 5), weights)
        const mirrored = cohenKappa(confusionMatrix(second, first, 5), weights)
        if (kappa === undefined || mirrored === undefined) {
          expect(mirrored).toBe(kappa)
          return
        }
        expect(mirrored).toBeCloseTo(kappa, 12)
        expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  test('every item is counted once, and a perfect prediction has no faults', () => {
    fc.assert(
      fc.property(pairs, (items) => {
        const truth = items.map(([a]) => a)
        const confusion = confusionMatrix(truth, truth, 5)
        expect(totalOf(confusion)).toBe(items.length)
        expect(accuracy(confusion)).toBe(1)
        expect(recallPrecision(confusion).every(({ recall }) => recall === undefined || recall === 1)).toBe(true)
      }),
    )
  })
})

describe('ROC', () => {
  test('has the area that counting pairs gives, whatever the order of the items', () => {
    fc.assert(
      fc.property(scored, (items) => {
        const curveOf = (list: typeof items) =>
          rocCurve(
            list.map((i) => i.score),
            list.map((i) => i.label),
          )
        const curve = curveOf(items)
        expect(curveOf(items.toReversed())).toEqual(curve)
        if (!curve) return
        let wins = 0
        for (const a of items) {
          for (const b of items)
            if (a.label === 1 && b.label === 0) wins += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0
        }
        expect(curve.auc).toBeCloseTo(wins / (curve.positives * curve.negatives), 12)
        expect([curve.points[0], curve.points.at(-1)]).toMatchObject([
          { fpr: 0, tpr: 0 },
          { fpr: 1, tpr: 1 },
        ])
      }),
    )
  })
})

describe('lesion map', () => {
  test('equal patches give a constant map at every size', () => {
    const grids = fc.constantFrom({ d: 40, h: 8, ov: 3 }, { d: 40, h: 10, ov: 0 }, { d: 41, h: 9, ov: 5 })
    fc.assert(
      fc.property(
        grids,
        fc.nat(3),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (grid, label, p, size) => {
          const patches = Math.ceil((grid.d - grid.h) / (grid.h - grid.ov) + 1) ** 2
          const map = weightingMatrix(new Array(patches).fill(label), new Array(patches).fill(p), grid, 'paper')
          const small = areaAverage(map, grid.d, size)
          expect(small).toHaveLength(size * size)
          for (const value of [...map, ...small]) expect(value).toBeCloseTo((label + 1) * p, 5)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('canonical JSON', () => {
  test('says the same as JSON, and the same for any order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })
})

describe('random source and split', () => {
  test('a shuffle keeps every element, and a stored state repeats it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (array, seed) => {
        const random = seededRandom(seed)
        const state = random.state()
        const shuffled = shuffle([...array], random)
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(array.toSorted((a, b) => a - b))
        random.restore(state)
        expect(shuffle([...array], random)).toEqual(shuffled)
      }),
    )
  })

  test('a larger training share never takes a patient out of training', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        (code, train, more) => {
          const small = splitOfPatient(code, { salt: 's', train, validation: 0.1 })
          const large = splitOfPatient(code, { salt: 's', train: train + more, validation: 0.1 })
          if (small === 'train') expect(large).toBe('train')
        },
      ),
    )
  })
})
