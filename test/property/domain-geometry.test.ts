import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldOfView, originalToSquare, squareToOriginal } from '@/lib/domain/field-of-view'
import { areaInsideRect, discPolygon, ellipsePolygon, polygonArea } from '@/lib/domain/geometry'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { marksToPatches, shapeInSquare } from '@/lib/domain/marks-to-patches'
import { insideGrid, patchCount, patchesAt, patchPositions, patchRect, patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const fieldOfView: fc.Arbitrary<FieldOfView> = fc
  .record({
    x: fc.integer({ min: -2000, max: 2000 }),
    y: fc.integer({ min: -2000, max: 2000 }),
    side: fc.integer({ min: 50, max: 6000 }),
  })
  .map((crop) => ({ centreX: crop.x + crop.side / 2, centreY: crop.y + crop.side / 2, radius: crop.side / 2, crop }))

const grid: fc.Arbitrary<GridSettings> = fc
  .record({ d: fc.integer({ min: 20, max: 300 }), h: fc.integer({ min: 5, max: 80 }), ov: fc.nat(79) })
  .filter(({ d, h, ov }) => h <= d && ov < h && (d - h) / (h - ov) < 20)

/** A shape somewhere on the crop, in pixels of the original. */
const shapeOn = ({ crop }: FieldOfView): fc.Arbitrary<MarkShape> => {
  const x = number(crop.x, crop.x + crop.side)
  const y = number(crop.y, crop.y + crop.side)
  const size = number(crop.side / 200, crop.side / 4)
  return fc.oneof(
    fc.record({ type: fc.constant('point' as const), x, y }),
    fc.record({ type: fc.constant('box' as const), x, y, width: size, height: size }),
    fc.record({ type: fc.constant('ellipse' as const), x, y, rx: size, ry: size, angle: number(0, 360) }),
    fc.record({
      type: fc.constant('polygon' as const),
      points: fc.array(fc.record({ x, y }), { minLength: 3, maxLength: 3 }),
    }),
  )
}

const scene = fc
  .tuple(fieldOfView, grid)
  .chain(([fov, settings]) => fc.tuple(fc.constant(fov), fc.constant(settings), shapeOn(fov)))

/** The rule of `insideGrid` as it is said: every patch clipped to the lit part and to the disc, and weighed. */
function insideByArea(fov: FieldOfView, settings: GridSettings): boolean[] {
  const scale = settings.d / fov.crop.side
  const disc = discPolygon({
    ...originalToSquare(fov, settings.d, { x: fov.centreX, y: fov.centreY }),
    radius: fov.radius * scale,
  })
  const { x, y, width, height } = fov.visible ?? { x: -1e9, y: -1e9, width: 2e9, height: 2e9 }
  const from = originalToSquare(fov, settings.d, { x, y })
  const to = originalToSquare(fov, settings.d, { x: x + width, y: y + height })
  return patchRects(settings).map((patch) => {
    const seen = {
      x0: Math.max(patch.x, from.x),
      y0: Math.max(patch.y, from.y),
      x1: Math.min(patch.x + patch.side, to.x),
      y1: Math.min(patch.y + patch.side, to.y),
    }
    return areaInsideRect(disc, seen) >= 0.5 * patch.side ** 2
  })
}

/** Discs of any size anywhere near the crop, cut off or not. */
const anyFieldOfView: fc.Arbitrary<FieldOfView> = fc
  .tuple(fieldOfView, number(-0.6, 0.6), number(-0.6, 0.6), number(0.01, 1), fc.option(number(0, 0.6)))
  .map(([{ crop, centreX, centreY }, dx, dy, share, cut]) => ({
    crop,
    centreX: centreX + dx * crop.side,
    centreY: centreY + dy * crop.side,
    radius: share * crop.side,
    ...(cut !== null && {
      visible: { x: crop.x, y: crop.y + cut * crop.side, width: crop.side, height: (1 - cut) * 0.9 * crop.side },
    }),
  }))

test('patches that are told inside or outside by their corners are those that measuring their area tells', () => {
  fc.assert(
    fc.property(fc.oneof(fieldOfView, anyFieldOfView), grid, (fov, settings) => {
      expect(insideGrid(fov, settings)).toEqual(insideByArea(fov, settings))
    }),
  )
})

describe('mapping between the original and the square', () => {
  test('comes back to the place it left', () => {
    fc.assert(
      fc.property(
        fieldOfView,
        number(-3000, 9000),
        number(-3000, 9000),
        fc.integer({ min: 64, max: 1024 }),
        (fov, x, y, d) => {
          const back = squareToOriginal(fov, d, originalToSquare(fov, d, { x, y }))
          expect(back.x).toBeCloseTo(x, 6)
          expect(back.y).toBeCloseTo(y, 6)
        },
      ),
    )
  })
})

describe('grids', () => {
  test('cover every pixel, stay inside and ascend', () => {
    fc.assert(
      fc.property(grid, (settings) => {
        const positions = patchPositions(settings)
        expect(positions[0]).toBe(0)
        expect(positions.at(-1)).toBe(settings.d - settings.h)
        positions.slice(1).forEach((position, i) => {
          const before = positions[i] ?? 0
          expect(position).toBeGreaterThan(before)
          expect(position).toBeLessThanOrEqual(before + settings.h)
        })
      }),
    )
  })

  test('the patches at a point are those whose square holds it', () => {
    fc.assert(
      fc.property(grid, number(0, 300), number(0, 300), (settings, x, y) => {
        const expected = Array.from({ length: patchCount(settings) }, (_, index) => index).filter((index) => {
          const rect = patchRect(index, settings)
          return rect.x <= x && x < rect.x + rect.side && rect.y <= y && y < rect.y + rect.side
        })
        expect(patchesAt({ x, y }, settings)).toEqual(expected)
      }),
    )
  })

  test('a smaller disc is never inside more patches', () => {
    fc.assert(
      fc.property(fieldOfView, grid, number(0.1, 1), (fov, settings, share) => {
        const large = insideGrid(fov, settings)
        const small = insideGrid({ ...fov, radius: fov.radius * share }, settings)
        expect(small.filter((is, index) => is && !large[index])).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('areas', () => {
  test('the parts of a shape in two halves of the plane add up to the whole', () => {
    const far = 1e6
    fc.assert(
      fc.property(scene, number(-1, 2), ([fov, settings, shape], share) => {
        const { outline } = shapeInSquare(shape, fov, settings.d)
        const cut = share * settings.d
        const left = areaInsideRect(outline, { x0: -far, y0: -far, x1: cut, y1: far })
        const right = areaInsideRect(outline, { x0: cut, y0: -far, x1: far, y1: far })
        expect(left + right).toBeCloseTo(polygonArea(outline), 5)
      }),
    )
  })

  test('an ellipse has its own area however it is turned', () => {
    fc.assert(
      fc.property(number(0.5, 500), number(0.5, 500), number(-360, 360), (rx, ry, angle) => {
        expect(polygonArea(ellipsePolygon(3, 4, rx, ry, angle)) / (Math.PI * rx * ry)).toBeCloseTo(1, 9)
      }),
    )
  })
})

describe('marks to patches', () => {
  const settings = { areaShareMin: 0.25 }
  const mark = (shape: MarkShape): Mark => ({ id: 'a', kind: 'haemorrhage', shape })

  test('a mark whose centre is on the square is in at least the patches that hold its centre, and no area exceeds it', () => {
    fc.assert(
      fc.property(scene, ([fov, gridSettings, shape]) => {
        const found = marksToPatches([mark(shape)], fov, gridSettings, settings)
        const { outline, centre } = shapeInSquare(shape, fov, gridSettings.d)
        expect([...found.keys()]).toEqual(expect.arrayContaining(patchesAt(centre, gridSettings)))
        for (const { kinds } of found.values()) {
          const area = kinds.get('haemorrhage') ?? Number.NaN
          expect(area).toBeGreaterThanOrEqual(0)
          expect(area).toBeLessThanOrEqual(Math.min(polygonArea(outline), gridSettings.h ** 2) + 1e-6)
        }
      }),
    )
  })

  test('the order of the marks does not matter', () => {
    fc.assert(
      fc.property(
        scene.chain(([fov, g]) => fc.tuple(fc.constant(fov), fc.constant(g), fc.array(shapeOn(fov), { maxLength: 5 }))),
        ([fov, g, shapes]) => {
          const patchesOf = (list: MarkShape[]) => [...marksToPatches(list.map(mark), fov, g, settings).keys()]
          expect(patchesOf(shapes.toReversed())).toEqual(patchesOf(shapes))
        },
      ),
    )
  })
})
