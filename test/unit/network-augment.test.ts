import { describe, expect, it } from 'vitest'
import { type Augmentation, laterAugmentationKnobs } from '@/lib/contracts/recipe'
import { seededRandom } from '@/lib/domain/random'
import { drawView, renderView, type View } from '@/lib/network/augment'

const still: View = {
  angleDegrees: 0,
  flipX: false,
  flipY: false,
  scale: 1,
  shiftX: 0,
  shiftY: 0,
  brightness: 0,
  contrast: 1,
}
const none: Augmentation = {
  ...laterAugmentationKnobs,
  rotationDegrees: 0,
  rotationStepDegrees: 0,
  flips: false,
  scaleMin: 1,
  scaleMax: 1,
}

/** One channel, `rows` of equal length. */
function view(rows: number[][], change: Partial<View>): number[][] {
  const side = rows.length
  const into = new Float32Array(side * side)
  renderView({ ...still, ...change }, [side, side, 1], Float32Array.from(rows.flat()), into, 0)
  return rows.map((_, y) => Array.from(into.subarray(y * side, (y + 1) * side)))
}

const square = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]

describe('a view of a training item', () => {
  it('is the item itself where nothing is varied', () => {
    expect(view(square, {})).toEqual(square)
  })

  it('moves pixels without mixing them at quarter turns', () => {
    const quarter = view(square, { angleDegrees: 90 })

    expect(quarter.flat().sort()).toEqual(square.flat())
    expect(view(square, { angleDegrees: 180 })).toEqual([...square].reverse().map((row) => [...row].reverse()))
    expect(view(quarter, { angleDegrees: 270 })).toEqual(square)
  })

  it('flips along either axis', () => {
    expect(view(square, { flipX: true })).toEqual(square.map((row) => [...row].reverse()))
    expect(view(square, { flipY: true })).toEqual([...square].reverse())
  })

  it('shows values of the item only, mirrored beyond its edge', () => {
    const turned = view(square, { angleDegrees: 45, scale: 0.5 }).flat()

    expect(Math.min(...turned)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...turned)).toBeLessThanOrEqual(9)
  })

  it('is moved by whole pixels, so that a shift alone blurs nothing', () => {
    expect(view(square, { shiftX: 0.3, shiftY: -0.3 })).toEqual([
      [2, 3, 3],
      [2, 3, 3],
      [5, 6, 6],
    ])
  })

  it('is brighter or paler in all of its values alike', () => {
    expect(view(square, { contrast: 0.5, brightness: 0.25 })).toEqual(
      square.map((row) => row.map((value) => value / 2 + 0.25)),
    )
  })

  it('keeps channels apart', () => {
    const into = new Float32Array(8)
    renderView({ ...still, flipX: true }, [2, 2, 2], Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40), into, 0)

    expect(Array.from(into)).toEqual([2, 20, 1, 10, 4, 40, 3, 30])
  })
})

describe('drawing a view', () => {
  it('takes the same number of draws whatever the ranges are, so that one knob does not shift the rest of a run', () => {
    const [narrow, wide] = [seededRandom(3), seededRandom(3)]
    drawView(none, narrow)
    const tones = { shift: 0.2, brightness: 0.3, contrast: 0.4 }
    drawView({ ...none, ...tones, rotationDegrees: 360, flips: true, scaleMin: 0.5, scaleMax: 2 }, wide)

    expect(narrow.state()).toBe(wide.state())
  })

  it('draws all four quarter turns and nothing between them where the step is 90°', () => {
    const random = seededRandom(1)
    const angles = Array.from({ length: 100 }, () => {
      return drawView({ ...none, rotationDegrees: 270, rotationStepDegrees: 90 }, random).angleDegrees
    })

    expect([...new Set(angles)].sort((a, b) => a - b)).toEqual([0, 90, 180, 270])
  })

  it('draws shift, brightness and contrast to either side of what they leave alone, up to their knobs', () => {
    const random = seededRandom(2)
    const views = Array.from({ length: 200 }, () =>
      drawView({ ...none, shift: 0.1, brightness: 0.2, contrast: 0.3 }, random),
    )
    const span = (values: number[]) =>
      [Math.min(...values), Math.max(...values)].map((value) => Math.round(value * 20) / 20)

    expect([
      span(views.map(({ shiftX }) => shiftX)),
      span(views.map(({ shiftY }) => shiftY)),
      span(views.map(({ brightness }) => brightness)),
      span(views.map(({ contrast }) => contrast)),
    ]).toEqual([
      [-0.1, 0.1],
      [-0.1, 0.1],
      [-0.2, 0.2],
      [0.7, 1.3],
    ])
  })

  it('leaves the item alone where every knob is off', () => {
    expect(drawView(none, seededRandom(5))).toEqual(still)
  })
})
