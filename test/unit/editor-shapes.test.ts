import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { dragShape } from '@/lib/editor/geometry/drag-shape'
import { dragHandle, handleAt, normaliseAngle, shapeHandles } from '@/lib/editor/geometry/handles'
import { pickMark } from '@/lib/editor/geometry/pick-mark'
import {
  keepOnPhotograph,
  shapeBounds,
  shapeCentre,
  shapeHolds,
  translateShape,
  upperRight,
} from '@/lib/editor/geometry/shape'

const ellipse: MarkShape = { type: 'ellipse', x: 100, y: 80, rx: 30, ry: 10, angle: 90 }
const box: MarkShape = { type: 'box', x: 10, y: 20, width: 40, height: 30 }
const polygon: MarkShape = {
  type: 'polygon',
  points: [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 2 },
    { x: 0, y: 10 },
  ],
}

describe('shapes', () => {
  it('turns an ellipse clockwise: a quarter turn lays its first axis along y', () => {
    const bounds = shapeBounds(ellipse)
    expect(bounds.x).toBeCloseTo(90, 9)
    expect(bounds.y).toBeCloseTo(50, 9)
    expect(bounds.width).toBeCloseTo(20, 9)
    expect(bounds.height).toBeCloseTo(60, 9)
    expect([shapeHolds(ellipse, { x: 100, y: 109 }, 0), shapeHolds(ellipse, { x: 111, y: 80 }, 0)]).toEqual([
      true,
      false,
    ])
  })

  it('has its tag where the outline reaches farthest to the upper right', () => {
    const circle: MarkShape = { type: 'ellipse', x: 10, y: 20, rx: 5, ry: 5, angle: 37 }
    const corner = upperRight(circle)
    expect([corner.x, corner.y].map((value) => value.toFixed(6))).toEqual(
      [10 + 5 / Math.SQRT2, 20 - 5 / Math.SQRT2].map((value) => value.toFixed(6)),
    )
    expect([upperRight(box), upperRight(polygon)]).toEqual([
      { x: 50, y: 20 },
      { x: 10, y: 0 },
    ])
  })

  it('leaves the notch of a concave polygon out', () => {
    expect([shapeHolds(polygon, { x: 5, y: 8 }, 0), shapeHolds(polygon, { x: 1, y: 5 }, 0)]).toEqual([false, true])
    expect(shapeHolds(polygon, { x: 11, y: 5 }, 1.5)).toBe(true)
  })

  it('draws the same box from any corner, and a circle with Shift', () => {
    const drawn = dragShape('box', { x: 50, y: 50 }, { x: 10, y: 20 }, 2)
    expect(drawn).toEqual({ type: 'box', x: 10, y: 20, width: 40, height: 30 })
    expect(dragShape('ellipse', { x: 0, y: 0 }, { x: -20, y: 8 }, 2, { isEven: true, isFromCentre: true })).toEqual({
      type: 'ellipse',
      x: 0,
      y: 0,
      rx: 20,
      ry: 20,
      angle: 0,
    })
  })

  it('takes a drag shorter than a click for no drawing', () => {
    expect(dragShape('ellipse', { x: 0, y: 0 }, { x: 3, y: 3 }, 4)).toBeUndefined()
  })

  it('keeps a mark on the photograph by its centre', () => {
    const size = { width: 100, height: 100 }
    expect(shapeCentre(keepOnPhotograph(translateShape(box, 500, -500), size))).toEqual({ x: 99.5, y: 0.5 })
    expect(keepOnPhotograph(box, size)).toBe(box)
  })

  it('picks the smallest mark under the pointer', () => {
    const marks: Mark[] = [
      { id: 'large', kind: 'haemorrhage', shape: { type: 'ellipse', x: 50, y: 50, rx: 40, ry: 40, angle: 0 } },
      { id: 'small', kind: 'microaneurysm', shape: { type: 'box', x: 45, y: 45, width: 8, height: 8 } },
      { id: 'point', kind: 'microaneurysm', shape: { type: 'point', x: 80, y: 50 } },
    ]
    const ids = [
      { x: 48, y: 48 },
      { x: 30, y: 50 },
      { x: 78, y: 50 },
      { x: 300, y: 300 },
    ].map((p) => pickMark(marks, p, 4)?.id)
    expect(ids).toEqual(['small', 'large', 'point', undefined])
  })
})

describe('grips', () => {
  it('leaves the opposite end of an axis, and the opposite edges of a box, where they are', () => {
    const right = dragHandle(ellipse, { type: 'axis', axis: 'x', end: 1 }, { x: 100, y: 150 }, 2)
    const bounds = shapeBounds(right)
    expect([bounds.y, bounds.y + bounds.height].map((y) => Math.round(y))).toEqual([50, 150])
    expect(dragHandle(box, { type: 'edge', level: 'n', side: 'w' }, { x: 0, y: 5 }, 2)).toEqual({
      type: 'box',
      x: 0,
      y: 5,
      width: 50,
      height: 45,
    })
  })

  it('never turns a shape inside out', () => {
    expect(dragHandle(box, { type: 'edge', level: '', side: 'e' }, { x: -500, y: 0 }, 3)).toEqual({ ...box, width: 3 })
    const small = dragHandle(ellipse, { type: 'axis', axis: 'y', end: 1 }, { x: 900, y: 80 }, 4)
    expect(small).toMatchObject({ ry: 2 })
  })

  it('a grip that is dragged to where it is changes nothing', () => {
    const number = fc.double({ min: 5, max: 400, noNaN: true })
    fc.assert(
      fc.property(
        number,
        number,
        number,
        number,
        fc.double({ min: -89, max: 90, noNaN: true }),
        (x, y, rx, ry, angle) => {
          const shape: MarkShape = { type: 'ellipse', x, y, rx, ry, angle }
          for (const { handle, place } of shapeHandles(shape, 20)) {
            const same = dragHandle(shape, handle, place, 1)
            if (same.type !== 'ellipse') throw new Error('An ellipse stays one.')
            for (const key of ['x', 'y', 'rx', 'ry'] as const) expect(same[key]).toBeCloseTo(shape[key], 6)
            expect(Math.sin((same.angle - angle) * (Math.PI / 180))).toBeCloseTo(0, 6)
          }
        },
      ),
    )
  })

  it('finds the nearest grip within reach, and none beyond', () => {
    expect(handleAt(box, { x: 11, y: 21 }, 6, 20)?.handle).toEqual({ type: 'edge', level: 'n', side: 'w' })
    expect(handleAt(box, { x: 30, y: 30 }, 2, 20)).toBeUndefined()
  })

  it('gives an ellipse one angle in half a turn', () => {
    expect([0, 90, 91, 180, -90, 270, 359].map(normaliseAngle)).toEqual([0, 90, -89, 0, 90, 90, -1])
  })
})
