import { describe, expect, test } from 'vitest'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { marksToPatches } from '@/lib/domain/marks-to-patches'
import { meanAreas, patchClassFor, patchClassOfKinds } from '@/lib/domain/patch-class'

/** Original and square are the same: 10 × 10 patches of 10 px, side by side. */
const plain: FieldOfView = { centreX: 50, centreY: 50, radius: 50, crop: { x: 0, y: 0, side: 100 } }
const grid = { d: 100, h: 10, ov: 0 }
const settings = { areaShareMin: 0.25 }

const mark = (shape: MarkShape, kind: LesionKind = 'haemorrhage'): Mark => ({ id: 'a', kind, shape })
const patchesOf = (marks: Mark[], fov = plain, share = settings) =>
  [...marksToPatches(marks, fov, grid, share)].map(([index, { kinds }]) => [index, Object.fromEntries(kinds)])

describe('from marks to patches', () => {
  test('a box belongs where its centre lies or a quarter of its area does', () => {
    const box: MarkShape = { type: 'box', x: 6, y: 2, width: 8, height: 4 }
    expect(patchesOf([mark(box)])).toEqual([
      [0, { haemorrhage: 16 }],
      [1, { haemorrhage: 16 }],
    ])
    expect(patchesOf([mark({ ...box, x: 8.1 })])).toEqual([[1, { haemorrhage: expect.closeTo(24.4, 9) }]])
    expect(patchesOf([mark({ ...box, x: 8 })])).toHaveLength(2)
  })

  test('the share of area is a setting', () => {
    const box: MarkShape = { type: 'box', x: 6, y: 2, width: 8, height: 4 }
    expect(patchesOf([mark(box)], plain, { areaShareMin: 0.6 })).toEqual([[1, { haemorrhage: 16 }]])
  })

  test('a point belongs to the patch that holds it, without area', () => {
    expect(patchesOf([mark({ type: 'point', x: 10, y: 9.99 })])).toEqual([[1, { haemorrhage: 0 }]])
  })

  test('an ellipse has its exact area, split where the patches meet', () => {
    const found = patchesOf([mark({ type: 'ellipse', x: 10, y: 5, rx: 4, ry: 2, angle: 0 })])
    const half = expect.closeTo(Math.PI * 4, 9)
    expect(found).toEqual([
      [0, { haemorrhage: half }],
      [1, { haemorrhage: half }],
    ])
  })

  test('an angle turns clockwise on the screen', () => {
    const found = patchesOf([mark({ type: 'ellipse', x: 5, y: 5, rx: 20, ry: 1, angle: 45 })], plain, {
      areaShareMin: 0.2,
    })
    expect(found.map(([index]) => index)).toEqual([0, 11])
  })

  test('a concave polygon counts by the area that it really has in a patch', () => {
    const points = [
      { x: 2, y: 2 },
      { x: 18, y: 2 },
      { x: 18, y: 8 },
      { x: 16, y: 8 },
      { x: 16, y: 4 },
      { x: 4, y: 4 },
      { x: 4, y: 8 },
      { x: 2, y: 8 },
    ]
    const u = 16 * 2 + 2 * (2 * 4)
    expect(patchesOf([mark({ type: 'polygon', points })])).toEqual([
      [0, { haemorrhage: expect.closeTo(u / 2, 9) }],
      [1, { haemorrhage: expect.closeTo(u / 2, 9) }],
    ])
    expect(patchesOf([mark({ type: 'polygon', points: points.toReversed() })])).toHaveLength(2)
  })

  test('a patch keeps every kind with the sum of its areas', () => {
    const box = (x: number, kind: LesionKind) => mark({ type: 'box', x, y: 1, width: 2, height: 2 }, kind)
    expect(patchesOf([box(1, 'microaneurysm'), box(5, 'microaneurysm'), box(3, 'hardExudate')])).toEqual([
      [0, { microaneurysm: 8, hardExudate: 4 }],
    ])
  })

  test('marks are mapped through the crop, which may begin outside of the photograph', () => {
    const fov = { centreX: 100, centreY: 50, radius: 100, crop: { x: 0, y: -50, side: 200 } }
    expect(patchesOf([mark({ type: 'box', x: 20, y: -30, width: 20, height: 20 })], fov)).toEqual([
      [11, { haemorrhage: 100 }],
    ])
  })

  test('overlapping patches each hold the mark, and a mark outside of the square is in none', () => {
    const overlapping = { d: 100, h: 20, ov: 10 }
    const found = marksToPatches([mark({ type: 'point', x: 15, y: 15 })], plain, overlapping, settings)
    expect([...found.keys()]).toEqual([0, 1, 9, 10])
    expect(patchesOf([mark({ type: 'box', x: -40, y: 0, width: 20, height: 20 })])).toEqual([])
  })

  test('a patch inside a region much larger than itself is held only where the protocol sets a share of the patch', () => {
    const region = mark({ type: 'box', x: 0, y: 0, width: 50, height: 50 })
    expect(patchesOf([region])).toEqual([[22, { haemorrhage: 100 }]])
    const found = marksToPatches([region], plain, grid, { areaShareMin: 0.25, patchShareMin: 0.5 })
    expect(found.size).toBe(25)
  })
})

describe('the class of a patch', () => {
  test('is the kind with the largest area, and of equal areas the higher class', () => {
    const classOf = (areas: Partial<Record<LesionKind, number>>) =>
      patchClassFor(new Map(Object.entries(areas) as [LesionKind, number][]))
    expect(classOf({})).toBe(0)
    expect(classOf({ microaneurysm: 5, haemorrhage: 4 })).toBe(1)
    expect(classOf({ microaneurysm: 4, haemorrhage: 4 })).toBe(2)
    expect(classOf({ hardExudate: 0, haemorrhage: 0 })).toBe(3)
    expect(classOf({ softExudate: 90, microaneurysm: 1 })).toBe(1)
  })

  test('is neither normal nor a lesion class where the network knows none of the kinds', () => {
    expect(patchClassOfKinds(['softExudate', 'ungradableRegion'])).toBeUndefined()
    expect(patchClassOfKinds([])).toBe(0)
    expect(patchClassOfKinds(['microaneurysm', 'haemorrhage'])).toBe(2)
  })

  test('rests on the mean area over the observers who marked the kind', () => {
    const observers = [
      new Map([[7, { kinds: new Map<LesionKind, number>([['haemorrhage', 10]]) }]]),
      new Map([[7, { kinds: new Map<LesionKind, number>([['haemorrhage', 20]]) }]]),
      new Map(),
    ]
    expect(Object.fromEntries(meanAreas(7, ['haemorrhage', 'microaneurysm'], observers))).toEqual({
      haemorrhage: 15,
      microaneurysm: 0,
    })
  })
})
