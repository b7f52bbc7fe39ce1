import { describe, expect, it } from 'vitest'
import { boundingSquare } from '@/lib/domain/field-of-view'
import { contrastInMask, discMask, paperPreprocessing } from '@/lib/vision'
import { blurInterleaved, blurPlane } from '@/lib/vision/gaussian'

/** 48 × 48, every grey level, no smooth place. */
const side = 48
const plane = Uint8Array.from({ length: side * side }, (_, i) => {
  const x = i % side
  const y = Math.floor(i / side)
  return ((x * 7 + y * 13 + ((x * y) % 31)) * 3) % 256
})

describe('Eq. 1 inside the field of view', () => {
  const d = 160
  const square = { x: 0, y: 0, width: d, height: d }
  const fov = { centreX: d / 2, centreY: d / 2, radius: d / 2, crop: boundingSquare(d / 2, d / 2, d / 2) }
  const mask = discMask(fov, square, d, 2)

  /** A retina of one colour, or of one that grows darker to the rim, on black. */
  const retina = (level: (distance: number) => number) =>
    Uint8Array.from({ length: d * d * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3)
      const distance = Math.hypot((pixel % d) + 0.5 - d / 2, Math.floor(pixel / d) + 0.5 - d / 2) / (d / 2)
      return distance <= 1 ? level(distance) : 0
    })

  it.each([2, 4, 10])('shows nothing at all where the retina is even, up to its rim (sigma %s)', (sigma) => {
    const result = contrastInMask(
      retina(() => 140),
      mask,
      d,
      sigma,
      paperPreprocessing,
    )
    expect(new Set(result)).toEqual(new Set([128]))
  })

  it('has no glowing rim where the retina darkens toward it', () => {
    const result = contrastInMask(
      retina((r) => 180 - 60 * r * r),
      mask,
      d,
      4,
      paperPreprocessing,
    )
    const brightest = result.reduce((max, value) => Math.max(max, value), 0)
    const darkest = result.reduce((min, value) => Math.min(min, value), 255)
    expect(brightest).toBeLessThanOrEqual(128 + 12)
    expect(darkest).toBeGreaterThanOrEqual(128 - 40)
  })

  it('is the constant gamma outside', () => {
    const result = contrastInMask(
      retina((r) => 80 + 100 * r),
      mask,
      d,
      4,
      { alpha: 4, beta: -4, gamma: 100 },
    )
    const outside = [...mask.keys()].filter((i) => mask[i] === 0).flatMap((i) => [...result.subarray(i * 3, i * 3 + 3)])
    expect(new Set(outside)).toEqual(new Set([100]))
  })

  it('is the full computation to a grey level or so, though the blur is computed on a coarser grid', () => {
    const rgb = retina(() => 0).map((_, i) => {
      const pixel = Math.floor(i / 3)
      const [x, y] = [pixel % d, Math.floor(pixel / d)]
      // Vessels, spots and a gradient, different in each channel.
      return mask[pixel] === 1 ? 90 + (i % 3) * 20 + x / 3 + (y % 23 < 3 ? -35 : 0) + ((x * y) % 97 === 0 ? 60 : 0) : 0
    })
    const sigma = 10
    const sums = new Float32Array(d * d * 4)
    for (let i = 0; i < d * d; i++) {
      if (mask[i] === 1) sums.set([rgb[i * 3] ?? 0, rgb[i * 3 + 1] ?? 0, rgb[i * 3 + 2] ?? 0, 1], i * 4)
    }
    blurInterleaved(sums, d, d, 4, sigma)
    const result = contrastInMask(rgb, mask, d, sigma, paperPreprocessing)
    let worst = 0
    let sum = 0
    let count = 0
    for (let i = 0; i < d * d; i++) {
      if (mask[i] !== 1) continue
      for (let c = 0; c < 3; c++) {
        const mean = (sums[i * 4 + c] ?? 0) / (sums[i * 4 + 3] ?? 1)
        const exact = Math.min(255, Math.max(0, 4 * (rgb[i * 3 + c] ?? 0) - 4 * mean + 128))
        const error = Math.abs(exact - (result[i * 3 + c] ?? 0))
        worst = Math.max(worst, error)
        sum += error
        count++
      }
    }
    // Half a grey level of the worst and a quarter of the mean are rounding to whole levels.
    expect(worst).toBeLessThanOrEqual(2)
    expect(sum / count).toBeLessThanOrEqual(0.35)
  })
})

describe('the blur of interleaved planes', () => {
  it('equals the blur of each plane alone, away from the border', () => {
    const planes = new Float32Array(side * side * 2)
    plane.forEach((value, i) => {
      planes[i * 2] = value
      planes[i * 2 + 1] = 255 - value
    })
    blurInterleaved(planes, side, side, 2, 2)
    const alone = blurPlane(plane, side, side, 2)
    for (let y = 8; y < side - 8; y++) {
      for (let x = 8; x < side - 8; x++) {
        const at = y * side + x
        expect(planes[at * 2]).toBeCloseTo(alone[at] ?? Number.NaN, 3)
        expect(planes[at * 2 + 1]).toBeCloseTo(255 - (alone[at] ?? Number.NaN), 3)
      }
    }
  })
})
