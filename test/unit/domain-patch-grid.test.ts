import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import {
  insideGrid,
  insideIndices,
  patchCount,
  patchesAt,
  patchesOverlapping,
  patchesPerAxis,
  patchNeighbours,
  patchPositions,
  patchRect,
  patchRects,
} from '@/lib/domain/patch-grid'
import { gridPresets } from '@/lib/domain/protocol'

const paper = gridPresets.paper
/** 3 × 3 patches at 0, 2 and 4. */
const small = { d: 7, h: 3, ov: 1 }

const fullDisc: FieldOfView = { centreX: 400, centreY: 400, radius: 400, crop: { x: 0, y: 0, side: 800 } }

describe('patch grid', () => {
  test('the presets of the science page are exact: 16 and 24 patches along an axis', () => {
    expect([patchesPerAxis(paper), patchCount(paper), patchesPerAxis(gridPresets.fine)]).toEqual([16, 256, 24])
  })

  test('an index names row and column', () => {
    expect(patchRect(0, paper)).toEqual({ row: 0, column: 0, x: 0, y: 0, side: 80 })
    expect(patchRect(37, paper)).toEqual({ row: 2, column: 5, x: 240, y: 96, side: 80 })
    expect(patchRect(255, paper)).toEqual({ row: 15, column: 15, x: 720, y: 720, side: 80 })
    expect(patchRects(paper)).toEqual(Array.from({ length: 256 }, (_, index) => patchRect(index, paper)))
  })

  test.each([-1, 256, 1.5])('index %d is refused', (index) => {
    expect(() => patchRect(index, paper)).toThrow(AppError)
  })

  test.each([
    { d: 800, h: 80, ov: 80 },
    { d: 800, h: 801, ov: 0 },
    { d: 800, h: 0, ov: 0 },
    { d: 800, h: 80, ov: -1 },
    { d: 800, h: 80.5, ov: 32 },
  ])('settings without a grid are refused: $h, $ov', (grid) => {
    expect(() => patchPositions(grid)).toThrow(AppError)
  })

  test('a point belongs to the patches whose left and upper edges it has reached', () => {
    expect(patchesAt({ x: 0, y: 0 }, small)).toEqual([0])
    expect(patchesAt({ x: 2, y: 1 }, small)).toEqual([0, 1])
    expect(patchesAt({ x: 3, y: 2.5 }, small)).toEqual([1, 4])
    expect(patchesAt({ x: 7, y: 0 }, small)).toEqual([])
    expect(patchesOverlapping({ x0: 2.5, y0: 0, x1: 4, y1: 0.5 }, small)).toEqual([0, 1, 2])
  })

  test('neighbours are the up to eight patches around', () => {
    expect(patchNeighbours(4, small)).toEqual([0, 1, 2, 3, 5, 6, 7, 8])
    expect(patchNeighbours(0, small)).toEqual([1, 3, 4])
    expect(patchNeighbours(5, small)).toEqual([1, 2, 4, 7, 8])
  })
})

describe('patches inside the field of view', () => {
  test('a patch is inside when at least half of its area is in the disc', () => {
    const inside = insideGrid(fullDisc, paper)
    expect(inside).toHaveLength(256)
    const shares = patchRects(paper).map(({ x, y, side }) => {
      let count = 0
      for (let j = 0.5; j < side; j++) {
        for (let i = 0.5; i < side; i++) if (Math.hypot(x + i - 400, y + j - 400) <= 400) count++
      }
      return count / side ** 2
    })
    expect(inside).toEqual(shares.map((share) => share >= 0.5))
    expect(insideIndices(inside)).toHaveLength(inside.filter(Boolean).length)
  })

  test('the disc of a crop that begins outside of the photograph is found in the same patches', () => {
    const shifted = { centreX: 100, centreY: 1200, radius: 1200, crop: { x: -1100, y: 0, side: 2400 } }
    expect(insideGrid(shifted, paper)).toEqual(insideGrid(fullDisc, paper))
  })

  test('half of a patch is enough, and less is not', () => {
    const halved = (height: number) => ({ ...fullDisc, visible: { x: 0, y: 0, width: 800, height } })
    const rowsInside = (height: number) =>
      Math.floor((insideIndices(insideGrid(halved(height), paper)).at(-1) ?? -1) / 16)
    expect([rowsInside(96 + 39), rowsInside(96 + 40)]).toEqual([1, 2])
  })

  test('what the camera cut off is not inside', () => {
    const cut = { ...fullDisc, visible: { x: 0, y: 136, width: 800, height: 528 } }
    const rows = new Set(insideIndices(insideGrid(cut, paper)).map((index) => Math.floor(index / 16)))
    expect([...rows]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })
})
