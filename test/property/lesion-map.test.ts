import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaAverage, type WeightingMode, weightingMatrix } from '@/lib/domain/lesion-map'
import { patchPositions } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

const classes = 4

/** Any overlap from none to all but one pixel, exact grids and clamped ones. */
const grids = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(8), fc.nat(14))
  .map(([h, overlap, more]): GridSettings => ({ d: h + more, h, ov: Math.min(overlap, h - 1) }))

/** A grid with the softmax of each of its patches; null: outside the field of view, not evaluated. */
const maps = grids.chain((grid) => {
  const patches = patchPositions(grid).length ** 2
  const softmax = fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: classes, maxLength: classes })
    .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b, 0)))
  return fc.record({
    grid: fc.constant(grid),
    patches: fc.array(fc.option(softmax, { freq: 4 }), { minLength: patches, maxLength: patches }),
  })
})

const best = (softmax: number[]) => softmax.indexOf(Math.max(...softmax))

const weightOf: Record<WeightingMode, (softmax: number[]) => number> = {
  paper: (softmax) => (best(softmax) + 1) * Math.max(...softmax),
  expected: (softmax) => softmax.reduce((sum, p, k) => sum + (k + 1) * p, 0),
  none: () => 1,
}

/** The mean of the tiles over a pixel, pixel by pixel, as the formula is written. */
function byHand(grid: GridSettings, patches: (number[] | null)[], mode: WeightingMode): number[] {
  const positions = patchPositions(grid)
  return Array.from({ length: grid.d ** 2 }, (_, pixel) => {
    const covers = (from: number, place: number) => from <= place && place < from + grid.h
    const over = patches.filter((_, i) => {
      const [top = 0, left = 0] = [positions[Math.floor(i / positions.length)], positions[i % positions.length]]
      return covers(top, Math.floor(pixel / grid.d)) && covers(left, pixel % grid.d)
    })
    const evaluated = over.filter((softmax) => softmax !== null)
    if (evaluated.length === 0) return 1
    return evaluated.reduce((sum, softmax) => sum + weightOf[mode](softmax), 0) / evaluated.length
  })
}

const nothing = new Array<number>(classes).fill(Number.NaN)

describe('the weighting matrix', () => {
  test.each(['paper', 'expected', 'none'] as const)(
    '%s: each pixel has the mean of the evaluated tiles over it',
    (mode) => {
      fc.assert(
        fc.property(maps, ({ grid, patches }) => {
          const labels = patches.map((softmax) => (softmax ? best(softmax) : 0))
          const probabilities = patches.flatMap((softmax) => softmax ?? nothing)
          const map = weightingMatrix(labels, probabilities, grid, mode)
          byHand(grid, patches, mode).forEach((value, pixel) => {
            expect(map[pixel], `pixel ${pixel}`).toBeCloseTo(value, 5)
          })
        }),
      )
    },
  )

  test('lies between 1 and the number of classes for what is expected, and shrinks without changing its mean', () => {
    fc.assert(
      fc.property(maps, fc.integer({ min: 1, max: 9 }), ({ grid, patches }, size) => {
        const probabilities = patches.flatMap((softmax) => softmax ?? nothing)
        const map = weightingMatrix(new Array(patches.length).fill(0), probabilities, grid, 'expected')
        const to = Math.min(size, grid.d)
        const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length
        expect(Math.min(...map)).toBeGreaterThanOrEqual(1 - 1e-6)
        expect(Math.max(...map)).toBeLessThanOrEqual(classes + 1e-6)
        expect(mean(areaAverage(map, grid.d, to))).toBeCloseTo(mean(map), 4)
      }),
    )
  })
})
