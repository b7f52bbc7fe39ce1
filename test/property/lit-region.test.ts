import fc from 'fast-check'
import { expect, it } from 'vitest'
import { largestRegion } from '@/lib/vision/lit-region'

type Grey = { width: number; height: number; data: Uint8Array }

/** By the book: fill from every lit pixel in turn, keep the first region that no later one exceeds. */
function filled({ width, height, data }: Grey, threshold: number): Set<number> {
  const seen = new Set<number>()
  let best = new Set<number>()
  for (let start = 0; start < width * height; start++) {
    const region = new Set<number>()
    const waiting = [start]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at) || (data[at] ?? 0) <= threshold) continue
      seen.add(at)
      region.add(at)
      const x = at % width
      if (x > 0) waiting.push(at - 1)
      if (x < width - 1) waiting.push(at + 1)
      if (at >= width) waiting.push(at - width)
      if (at < width * (height - 1)) waiting.push(at + width)
    }
    if (region.size > best.size) best = region
  }
  return best
}

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.integer({ min: 0, max: 3 }), { minLength: width * height, maxLength: width * height })
      .map((levels) => ({ width, height, data: Uint8Array.from(levels) })),
  )

it('the largest lit region is the one that filling finds, pixel for pixel, on any picture', () => {
  fc.assert(
    fc.property(picture, fc.integer({ min: 0, max: 3 }), (grey, threshold) => {
      const { mask, size } = largestRegion(grey, threshold)
      const expected = filled(grey, threshold)
      const found = [...mask.keys()].filter((i) => mask[i] === 1)
      expect({ found, size }).toEqual({ found: [...expected].sort((a, b) => a - b), size: expected.size })
    }),
    { numRuns: 500 },
  )
})
