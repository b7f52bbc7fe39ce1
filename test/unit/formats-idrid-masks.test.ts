import { existsSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { boundingRect, polygonArea } from '@/lib/domain/geometry'
import type { Point } from '@/lib/domain/mark'
import { idridMaskName, type Mask, maskToMarks } from '@/lib/formats/idrid-masks'
import { maskComponents } from '@/lib/formats/mask-components'
import { traceOutline } from '@/lib/formats/mask-outline'

const masks = '../shared/data/idrid-lesions/masks'

/** `#` is lesion. */
function maskOf(...rows: string[]): Mask {
  return {
    width: rows[0]?.length ?? 0,
    height: rows.length,
    data: Uint8Array.from(rows.join(''), (letter) => (letter === '#' ? 1 : 0)),
  }
}

function drawn(width: number, height: number, isSet: (x: number, y: number) => boolean): Mask {
  const data = new Uint8Array(width * height)
  for (let i = 0; i < data.length; i++) data[i] = isSet((i % width) + 0.5, Math.floor(i / width) + 0.5) ? 1 : 0
  return { width, height, data }
}

const areas = (mask: Mask) => maskComponents(mask).map((component) => component.area)

describe('parts of a mask', () => {
  test('pixels that touch at a corner are one part, in the order of their first pixel', () => {
    expect(areas(maskOf('#..#.', '.#..#', '....#', '##...'))).toEqual([2, 3, 2])
  })

  test('arms that meet further down are one part', () => {
    expect(areas(maskOf('#.#.#', '#.#.#', '#####'))).toEqual([11])
    expect(areas(maskOf('..#', '#.#', '##.'))).toEqual([5])
  })

  test('a row ends at its end', () => {
    expect(areas(maskOf('...##', '.....', '##...'))).toEqual([2, 2])
    expect(areas(maskOf('....#', '#....', '.....'))).toEqual([1, 1])
    expect(areas(maskOf('....#', '...#.'))).toEqual([2])
  })

  test('nothing and everything', () => {
    expect([areas(maskOf('...')), areas(maskOf('##', '##'))]).toEqual([[], [4]])
  })

  test('sums give centre and spread', () => {
    expect(maskComponents(maskOf('....', '.###'))).toEqual([
      { area: 3, sumX: 7.5, sumY: 4.5, sumXx: 20.75, sumYy: 6.75, sumXy: 11.25, startX: 1, startY: 1 },
    ])
  })
})

describe('outline of a part', () => {
  test('runs along the edges of the pixels and encloses exactly their area', () => {
    expect(traceOutline(maskOf('.#.', '###'), 1, 0)).toEqual([
      { x: 2, y: 0 },
      { x: 2, y: 1 },
      { x: 3, y: 1 },
      { x: 3, y: 2 },
      { x: 0, y: 2 },
      { x: 0, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: 0 },
    ])
    expect(polygonArea(traceOutline(maskOf('#.#', '###', '#..'), 0, 0))).toBe(6)
  })

  test('crosses where pixels touch at a corner, and fills holes', () => {
    expect(polygonArea(traceOutline(maskOf('#..', '.#.', '..#'), 0, 0))).toBe(3)
    expect(polygonArea(traceOutline(maskOf('.#', '#.'), 1, 0))).toBe(2)
    expect(polygonArea(traceOutline(maskOf('###', '#.#', '###'), 0, 0))).toBe(9)
  })
})

describe('marks from a mask', () => {
  test('a large part becomes a short polygon of its area', () => {
    const disc = drawn(300, 200, (x, y) => Math.hypot(x - 150, y - 100) <= 80)
    const [mark, ...others] = maskToMarks(disc, 'haemorrhage', 'HE')
    expect(others).toEqual([])
    expect(mark).toMatchObject({ id: 'HE-1', kind: 'haemorrhage', shape: { type: 'polygon' } })
    const points: Point[] = mark?.shape.type === 'polygon' ? mark.shape.points : []
    expect(points.length).toBeLessThan(120)
    expect(polygonArea(points) / (Math.PI * 6400)).toBeCloseTo(1, 2)
    expect(boundingRect(points)).toEqual({ x0: 70, y0: 20, x1: 230, y1: 180 })
  })

  test('a tiny part becomes an ellipse of its area, centre and direction', () => {
    expect(maskToMarks(maskOf('.....', '.####', '.....'), 'microaneurysm', 'MA')).toEqual([
      {
        id: 'MA-1',
        kind: 'microaneurysm',
        shape: {
          type: 'ellipse',
          x: 3,
          y: 1.5,
          rx: expect.closeTo(2 * Math.sqrt(4 / Math.PI), 9),
          ry: expect.closeTo(0.5 * Math.sqrt(4 / Math.PI), 9),
          angle: 0,
        },
      },
    ])
    const [diagonal] = maskToMarks(maskOf('#..', '.#.', '..#'), 'microaneurysm', 'MA')
    expect(diagonal?.shape).toMatchObject({ x: 1.5, y: 1.5, angle: expect.closeTo(45, 9) })
    const [dot] = maskToMarks(maskOf('#'), 'microaneurysm', 'MA')
    expect(dot?.shape).toEqual({
      type: 'ellipse',
      x: 0.5,
      y: 0.5,
      rx: expect.closeTo(Math.sqrt(1 / Math.PI), 9),
      ry: expect.closeTo(Math.sqrt(1 / Math.PI), 9),
      angle: 0,
    })
  })

  test('file names tell photograph and kind; the optic disc is no lesion', () => {
    expect(idridMaskName('masks/IDRiD_04_EX.png')).toEqual({ photograph: 'IDRiD_04', code: 'EX', kind: 'hardExudate' })
    expect(idridMaskName('IDRiD_55_SE.tif')).toEqual({ photograph: 'IDRiD_55', code: 'SE', kind: 'softExudate' })
    expect(idridMaskName('IDRiD_04_OD.png')).toEqual({ photograph: 'IDRiD_04', code: 'OD', kind: null })
    expect(idridMaskName('IDRiD_04.jpg')).toBeUndefined()
  })

  test.skipIf(!existsSync(masks))(
    'real masks keep their parts and their area (skipped without ../shared/data)',
    async () => {
      const found = await Promise.all(['IDRiD_10_EX.png', 'IDRiD_14_MA.png'].map((name) => reading(`${masks}/${name}`)))
      expect(found).toEqual([
        { marks: 418, areaShare: expect.closeTo(1, 2) },
        { marks: 97, areaShare: expect.closeTo(1, 2) },
      ])
    },
  )
})

/** Number of marks, and their area against that of the mask. */
async function reading(path: string) {
  const { data, info } = await sharp(path)
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const mask = { width: info.width, height: info.height, data: Uint8Array.from(data, (value) => (value > 127 ? 1 : 0)) }
  const marks = maskToMarks(mask, 'hardExudate', 'EX')
  const drawnArea = marks.reduce((sum, { shape }) => {
    if (shape.type === 'polygon') return sum + polygonArea(shape.points)
    return shape.type === 'ellipse' ? sum + Math.PI * shape.rx * shape.ry : sum
  }, 0)
  return { marks: marks.length, areaShare: drawnArea / mask.data.reduce((a, b) => a + b, 0) }
}
