import { describe, expect, it } from 'vitest'
import { isInFieldOfView, originalToSquare, squareToOriginal } from '@/lib/domain/field-of-view'
import { seededRandom } from '@/lib/domain/random'
import { cameraStyles } from '@/lib/synthetic'
import { discMask } from '@/lib/vision'
import { findFieldOfView } from '@/lib/vision/find-field-of-view'
import { fundus } from '../support/fixtures'

type Scene = {
  width: number
  height: number
  disc?: { x: number; y: number; radius: number; level: (x: number, y: number) => number }
  surround: (x: number, y: number) => number
  /** Rows outside of these are black: letterboxing. */
  rows?: [number, number]
}

const draw = ({ width, height, disc, surround, rows = [0, height] }: Scene) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => {
    const x = (i % width) + 0.5
    const y = Math.floor(i / width) + 0.5
    if (y < rows[0] || y > rows[1]) return 0
    const isRetina = disc && Math.hypot(x - disc.x, y - disc.y) <= disc.radius
    return Math.max(0, Math.min(255, isRetina ? disc.level(x, y) : surround(x, y)))
  }),
})

const random = seededRandom(7)
const noise = (amplitude: number) => () => random.next() * amplitude
const even = (level: number) => () => level

/** Falls from 1 to 0 over ten pixels, half of it on the rim. */
const rimOf = (x: number, y: number) => Math.max(0, Math.min(1, 0.5 - (Math.hypot(x - 160, y - 120) - 100) / 10))

const scenes: [string, Scene][] = [
  ['on black', { width: 320, height: 240, disc: { x: 158, y: 121, radius: 100, level: even(120) }, surround: even(0) }],
  [
    'in a grey, noisy surround',
    { width: 320, height: 240, disc: { x: 158, y: 121, radius: 100, level: even(120) }, surround: noise(35) },
  ],
  [
    'that is nearly black itself',
    { width: 320, height: 213, disc: { x: 160, y: 108, radius: 100, level: even(24) }, surround: noise(3) },
  ],
  [
    'cut off above and below',
    { width: 320, height: 213, disc: { x: 150, y: 106, radius: 128, level: even(140) }, surround: noise(8) },
  ],
  [
    'cut off below only',
    { width: 320, height: 213, disc: { x: 160, y: 130, radius: 120, level: even(140) }, surround: even(2) },
  ],
  [
    'cut off and letterboxed to a square',
    {
      width: 320,
      height: 320,
      disc: { x: 148, y: 159, radius: 127, level: even(140) },
      surround: noise(6),
      rows: [53, 267],
    },
  ],
  [
    'that darkens to one side',
    { width: 320, height: 240, disc: { x: 160, y: 120, radius: 110, level: (x) => 30 + x * 0.5 }, surround: even(1) },
  ],
  [
    'beside a bloom',
    {
      width: 320,
      height: 240,
      disc: { x: 160, y: 120, radius: 100, level: even(150) },
      surround: (x, y) => Math.max(0, 40 - 4 * (Math.hypot(x - 160, y - 120) - 100)),
    },
  ],
  [
    'whose rim is blurred, and bright on one side only',
    {
      width: 320,
      height: 240,
      disc: { x: 160, y: 120, radius: 100, level: (x, y) => (40 + x * 0.6) * rimOf(x, y) },
      surround: (x, y) => (40 + x * 0.6) * rimOf(x, y),
    },
  ],
  [
    'with a notch at its edge',
    {
      width: 320,
      height: 240,
      disc: { x: 160, y: 120, radius: 100, level: even(150) },
      surround: (x, y) => (Math.hypot(x - 236, y - 52) < 12 ? 140 : 0),
    },
  ],
  [
    'with writing in a corner',
    {
      width: 320,
      height: 240,
      disc: { x: 160, y: 120, radius: 90, level: even(130) },
      surround: (x, y) => (x < 60 && y < 20 && Math.floor(x / 4) % 2 === 0 ? 255 : 0),
    },
  ],
]

describe('the field of view is found', () => {
  it.each(scenes)('%s, to half a per cent of its radius', (_, scene) => {
    const original = { width: scene.width * 10, height: scene.height * 10 }
    const found = findFieldOfView(draw(scene), original)
    const { x, y, radius } = scene.disc ?? { x: 0, y: 0, radius: 0 }
    const error = Math.max(
      Math.abs((found?.centreX ?? 0) - x * 10),
      Math.abs((found?.centreY ?? 0) - y * 10),
      Math.abs((found?.radius ?? 0) - radius * 10),
    )
    expect(error).toBeLessThanOrEqual(0.005 * radius * 10 + 3)
  })

  it('and what letterboxing cut off is not part of it', () => {
    const found = findFieldOfView(draw(scenes[5]?.[1] ?? { width: 1, height: 1, surround: even(0) }), {
      width: 3200,
      height: 3200,
    })
    expect(found?.visible?.y).toBeCloseTo(530, -1.5)
    expect(found?.visible?.height).toBeCloseTo(2140, -1.5)
    expect(found && isInFieldOfView(found, { x: 1480, y: 400 })).toBe(false)
    expect(found && isInFieldOfView(found, { x: 1480, y: 700 })).toBe(true)
  })

  it.each(cameraStyles)('in synthetic photographs of the style “%s”', (cameraStyle) => {
    const eye = fundus({ seed: 11, grade: 3, cameraStyle })
    const levels = Uint8Array.from({ length: eye.width * eye.height }, (_, i) =>
      Math.max(eye.rgb[i * 3] ?? 0, eye.rgb[i * 3 + 1] ?? 0, eye.rgb[i * 3 + 2] ?? 0),
    )
    const found = findFieldOfView({ width: eye.width, height: eye.height, data: levels }, eye)
    const { centreX, centreY, radius } = eye.fieldOfView
    expect(Math.abs((found?.centreX ?? 0) - centreX)).toBeLessThan(0.006 * radius)
    expect(Math.abs((found?.centreY ?? 0) - centreY)).toBeLessThan(0.006 * radius)
    expect(Math.abs((found?.radius ?? 0) - radius)).toBeLessThan(0.006 * radius)
  })

  it('the same every time', () => {
    const scene = draw(scenes[3]?.[1] ?? { width: 1, height: 1, surround: even(0) })
    const size = { width: 4288, height: 2848 }
    expect(findFieldOfView(scene, size)).toEqual(findFieldOfView(scene, size))
  })
})

describe('no field of view is invented', () => {
  it.each<[string, Scene]>([
    ['in black', { width: 320, height: 240, surround: even(0) }],
    ['in white', { width: 320, height: 240, surround: even(255) }],
    ['in noise', { width: 320, height: 240, surround: noise(255) }],
    ['in a gradient', { width: 320, height: 240, surround: (x) => x * 0.8 }],
    [
      'in a bright page',
      { width: 320, height: 240, surround: (x, y) => (x > 60 && x < 260 && y > 30 && y < 210 ? 230 : 10) },
    ],
    ['in a small spot', { width: 320, height: 240, surround: (x, y) => (Math.hypot(x - 160, y - 120) < 20 ? 200 : 0) }],
    ['in stripes', { width: 320, height: 240, surround: (x) => (Math.floor(x / 16) % 2 === 0 ? 200 : 0) }],
  ])('%s', (_, scene) => {
    expect(findFieldOfView(draw(scene), scene)).toBeUndefined()
  })
})

describe('the square of the networks', () => {
  const fov = {
    centreX: 1990,
    centreY: 1412,
    radius: 1704,
    crop: { x: 286, y: -292, side: 3408 },
    visible: { x: 286, y: 0, width: 3408, height: 2848 },
  }

  it('maps every place back to where it came from', () => {
    for (const point of [
      { x: 286, y: -292 },
      { x: 2000.5, y: 1400.25 },
      { x: 4000, y: 2848 },
    ]) {
      const back = squareToOriginal(fov, 800, originalToSquare(fov, 800, point))
      expect(back.x).toBeCloseTo(point.x, 9)
      expect(back.y).toBeCloseTo(point.y, 9)
    }
  })

  it('has a mask that agrees with the field of view, pixel by pixel', () => {
    const d = 200
    const mask = discMask(fov, { width: 4288, height: 2848 }, d, 0)
    const expected = Uint8Array.from({ length: d * d }, (_, i) =>
      isInFieldOfView(fov, squareToOriginal(fov, d, { x: (i % d) + 0.5, y: Math.floor(i / d) + 0.5 })) ? 1 : 0,
    )
    expect(mask).toEqual(expected)
  })
})
