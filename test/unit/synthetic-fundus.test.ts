import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isInFieldOfView } from '@/lib/domain/field-of-view'
import { boundingRect, ellipsePolygon, polygonArea, polygonCentroid } from '@/lib/domain/geometry'
import { type IcdrGrade, icdrGrades, type LesionKind } from '@/lib/domain/lesion'
import type { Mark, Point } from '@/lib/domain/mark'
import { cameraStyles, generateFundus, type SyntheticFundus } from '@/lib/synthetic'
import { fundus } from '../support/fixtures'

const outlineOf = ({ shape }: Mark): Point[] => {
  if (shape.type === 'polygon') return shape.points
  if (shape.type === 'ellipse') return ellipsePolygon(shape.x, shape.y, shape.rx, shape.ry, shape.angle)
  throw new Error(`A synthetic lesion is never a ${shape.type}.`)
}
const countOf = (eye: SyntheticFundus, kind: LesionKind) => eye.lesions.filter((lesion) => lesion.kind === kind).length
const haemorrhagesByQuadrant = (eye: SyntheticFundus) => {
  const counts = [0, 0, 0, 0]
  for (const lesion of eye.lesions.filter((l) => l.kind === 'haemorrhage')) {
    const centre = polygonCentroid(outlineOf(lesion))
    const quadrant = (centre.x < eye.fieldOfView.centreX ? 1 : 0) + (centre.y < eye.fieldOfView.centreY ? 2 : 0)
    counts[quadrant] = (counts[quadrant] ?? 0) + 1
  }
  return counts
}
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const hashesOf = ({ masks }: SyntheticFundus) => Object.entries(masks).map(([kind, mask]) => [kind, hashOf(mask)])
const seeds = [1, 2, 3, 4, 5, 6]

describe('a synthetic fundus', () => {
  it('is the same for the same seed, and another eye for another', () => {
    const settings = { seed: 31, grade: 3 as const, eye: 'left' as const, width: 320 }
    const first = generateFundus(settings)
    const again = generateFundus(settings)
    expect({ ...again, rgb: hashOf(again.rgb), masks: hashesOf(again) }).toEqual({
      ...first,
      rgb: hashOf(first.rgb),
      masks: hashesOf(first),
    })
    expect(hashOf(generateFundus({ ...settings, seed: 32 }).rgb)).not.toBe(hashOf(first.rgb))
  })

  it.each(icdrGrades)('of grade %s fulfils the definition of that grade, and of no other', (grade) => {
    for (const seed of seeds) {
      const eye = fundus({ seed, grade, width: 400 })
      const kinds = new Set(eye.lesions.map((lesion) => lesion.kind))
      const isSevere =
        haemorrhagesByQuadrant(eye).every((n) => n > 20) || countOf(eye, 'venousBeading') >= 2 || kinds.has('irma')
      const isMoreThanMicroaneurysms = [...kinds].some((kind) => kind !== 'microaneurysm')
      const implied: IcdrGrade = kinds.has('neovascularisation')
        ? 4
        : isSevere
          ? 3
          : isMoreThanMicroaneurysms
            ? 2
            : kinds.size > 0
              ? 1
              : 0
      expect({ seed, implied }).toEqual({ seed, implied: grade })
    }
  })

  it('shows every way in which retinopathy is severe', () => {
    const findings = new Set<string>()
    for (let seed = 1; seed <= 14; seed++) {
      const eye = fundus({ seed, grade: 3, width: 200 })
      if (countOf(eye, 'irma') > 0) findings.add('irma')
      if (countOf(eye, 'venousBeading') > 1) findings.add('beading')
      if (haemorrhagesByQuadrant(eye).every((n) => n > 20)) findings.add('haemorrhages')
    }
    expect([...findings].sort()).toEqual(['beading', 'haemorrhages', 'irma'])
  })

  it.each(cameraStyles)('in the style “%s” has all lesions on lit retina, in the picture', (cameraStyle) => {
    const eye = fundus({ seed: 41, grade: 3, cameraStyle })
    const outside = eye.lesions.filter(
      (lesion) => !outlineOf(lesion).every((point) => isInFieldOfView(eye.fieldOfView, point, -1)),
    )
    expect({ outside, some: eye.lesions.length > 30 }).toEqual({ outside: [], some: true })
  })

  it('has masks that are its marks, to the pixel', () => {
    const eye = fundus({ seed: 42, grade: 3, width: 1024 })
    for (const [kind, mask] of Object.entries(eye.masks)) {
      const area = mask.reduce((sum, value) => sum + value, 0)
      const marks = eye.lesions.filter((lesion) => lesion.kind === kind)
      const expected = marks.reduce((sum, mark) => sum + polygonArea(outlineOf(mark)), 0)
      const boxes = marks.map((mark) => boundingRect(outlineOf(mark)))
      const stray = [...mask.keys()].filter((i) => {
        const [x, y] = [(i % eye.width) + 0.5, Math.floor(i / eye.width) + 0.5]
        return mask[i] === 1 && !boxes.some((b) => x >= b.x0 - 1 && x <= b.x1 + 1 && y >= b.y0 - 1 && y <= b.y1 + 1)
      })
      expect({ kind, stray }).toEqual({ kind, stray: [] })
      expect(Math.abs(area - expected) / expected, kind).toBeLessThan(0.06)
    }
    expect(new Set(Object.keys(eye.masks))).toEqual(new Set(eye.lesions.map((lesion) => lesion.kind)))
  })

  it('has lesions of the size that they have in real eyes', () => {
    const diameters: Partial<Record<LesionKind, number[]>> = {}
    for (const seed of seeds) {
      for (const grade of [2, 3] as const) {
        const eye = fundus({ seed, grade, width: 400 })
        for (const lesion of eye.lesions) {
          const diameter = 2 * Math.sqrt(polygonArea(outlineOf(lesion)) / Math.PI)
          diameters[lesion.kind] = [...(diameters[lesion.kind] ?? []), (diameter / eye.fieldOfView.radius) * 1704]
        }
      }
    }
    const median = (values: number[] = []) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
    // IDRiD's medians at 4288 × 2848 pixels, where the field of view has a radius of 1704: 18, 42 and 18 pixels.
    expect(Math.abs(median(diameters.microaneurysm) - 18)).toBeLessThan(3)
    expect(Math.abs(median(diameters.haemorrhage) - 42)).toBeLessThan(9)
    expect(Math.abs(median(diameters.hardExudate) - 18)).toBeLessThan(5)
  })

  it('shows its lesions: dark ones are darker than what surrounds them, exudates brighter', () => {
    const eye = fundus({ seed: 43, grade: 3, width: 1024 })
    const contrast = (kind: LesionKind) => {
      const mask = eye.masks[kind] ?? new Uint8Array()
      let [inside, n, around, m] = [0, 0, 0, 0]
      mask.forEach((isLesion, i) => {
        if (isLesion === 0) return
        inside += eye.rgb[i * 3 + 1] ?? 0
        n++
        for (const step of [-9, 9, -9 * eye.width, 9 * eye.width]) {
          if (mask[i + step] !== 0) continue
          around += eye.rgb[(i + step) * 3 + 1] ?? 0
          m++
        }
      })
      return inside / n - around / m
    }
    expect(contrast('haemorrhage')).toBeLessThan(-20)
    expect(contrast('microaneurysm')).toBeLessThan(-15)
    expect(contrast('hardExudate')).toBeGreaterThan(40)
  })

  it('has its disc on the side of the nose, right in a right eye and left in a left one', () => {
    for (const eye of ['left', 'right'] as const) {
      const { rgb, width, height } = fundus({ seed: 44, eye })
      let [sum, weight] = [0, 0]
      for (let i = 0; i < width * height; i++) {
        const blue = rgb[i * 3 + 2] ?? 0
        if (blue < 110) continue
        sum += i % width
        weight++
      }
      expect(weight).toBeGreaterThan(100)
      expect(sum / weight > width / 2 ? 'right' : 'left').toBe(eye)
    }
  })

  it('has the size that was asked for', () => {
    const sizes = [
      generateFundus({ seed: 1, grade: 0, eye: 'left', width: 200 }),
      generateFundus({ seed: 1, grade: 0, eye: 'left', width: 200, height: 180 }),
      generateFundus({ seed: 1, grade: 0, eye: 'left', width: 200, cameraStyle: 'letterboxed' }),
    ].map(({ width, height, rgb }) => [width, height, rgb.length])
    expect(sizes).toEqual([
      [200, 150, 90_000],
      [200, 180, 108_000],
      [200, 200, 120_000],
    ])
  })
})
