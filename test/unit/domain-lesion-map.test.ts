import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { areaAverage, weightingMatrix } from '@/lib/domain/lesion-map'

const grid = { d: 7, h: 3, ov: 1 }
const nine = [0, 1, 0, 1, 0, 1, 0, 1, 0]

const closeTo = (values: number[]) => values.map((value) => expect.closeTo(value, 6))

describe('weighted lesion map', () => {
  test('takes the largest probability from all classes, and expects over them in the other mode', () => {
    const softmax = [
      [0.7, 0.1, 0.1, 0.1],
      [0.1, 0.2, 0.1, 0.6],
      [0.3, 0.25, 0.25, 0.2],
      [0.1, 0.1, 0.7, 0.1],
    ]
    const side = { d: 2, h: 1, ov: 0 }
    const labels = [0, 3, 0, 2]
    expect([...weightingMatrix(labels, softmax.flat(), side, 'paper')]).toEqual(closeTo([0.7, 2.4, 0.3, 2.1]))
    expect([...weightingMatrix(labels, [0.7, 0.6, 0.3, 0.7], side, 'paper')]).toEqual(closeTo([0.7, 2.4, 0.3, 2.1]))
    expect([...weightingMatrix(labels, softmax.flat(), side, 'expected')]).toEqual(closeTo([1.6, 3.2, 2.35, 2.8]))
    expect([...weightingMatrix(labels, softmax.flat(), side, 'none')]).toEqual([1, 1, 1, 1])
  })

  test('a patch that was not evaluated takes no part', () => {
    const map = weightingMatrix([1, 0, 0, 0], [0.5, Number.NaN, Number.NaN, Number.NaN], { d: 3, h: 2, ov: 1 }, 'paper')
    expect([...map]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1])
    const other = weightingMatrix(
      [3, 0, 0, 0],
      [0.5, Number.NaN, Number.NaN, Number.NaN],
      { d: 3, h: 2, ov: 1 },
      'paper',
    )
    expect([...other]).toEqual([2, 2, 1, 2, 2, 1, 1, 1, 1])
  })

  test('refuses shapes that do not belong to the grid', () => {
    expect(() => weightingMatrix([0], [1], grid, 'paper')).toThrow(AppError)
    expect(() => weightingMatrix(nine, nine, grid, 'expected')).toThrow(AppError)
    expect(() => weightingMatrix(nine, nine.slice(1), grid, 'paper')).toThrow(AppError)
  })
})

describe('area averaging', () => {
  test('averages whole blocks, and shares pixels that lie in two', () => {
    expect([...areaAverage([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], 4, 2)]).toEqual([
      3.5, 5.5, 11.5, 13.5,
    ])
    const thirds = areaAverage([0, 3, 6, 0, 3, 6, 0, 3, 6], 3, 2)
    expect([...thirds]).toEqual(closeTo([1, 5, 1, 5]))
  })

  test('keeps the mean from 800 to 256 pixels', () => {
    const map = Float32Array.from({ length: 800 * 800 }, (_, i) => ((i * 2654435761) % 1000) / 250)
    const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length
    expect(mean(areaAverage(map, 800, 256))).toBeCloseTo(mean(map), 5)
  })

  test('refuses to enlarge', () => {
    expect(() => areaAverage([1], 1, 2)).toThrow(AppError)
    expect(() => areaAverage([1, 2], 2, 1)).toThrow(AppError)
  })
})
