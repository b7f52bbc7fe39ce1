import { describe, expect, it } from 'vitest'
import { patchCount, patchesPerAxis, patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { seededRandom } from '@/lib/domain/random'
import {
  type Architecture,
  type BackendName,
  catalogue,
  findArchitecture,
  isDenseAble,
  predictGrid,
  selectBackend,
} from '@/lib/network'
import { latticesOf } from '@/lib/network/dense-lattice'
import { segmentsOf } from '@/lib/network/dense-segments'
import { createNetwork, type Network } from '@/lib/network/network'
import { predict } from '@/lib/network/predict'
import { randomPixels, withHistory } from '../support/random-network'

const denseAble = catalogue.filter(isDenseAble)

const grids: [string, GridSettings][] = [
  ['h 80, ov 32, the last patch clamped on the lattice', { d: 200, h: 80, ov: 32 }],
  ['h 64, ov 32', { d: 160, h: 64, ov: 32 }],
  ['the last patch clamped between the lattice', { d: 149, h: 64, ov: 32 }],
  ['a stride that is no multiple of 4', { d: 130, h: 64, ov: 34 }],
]

async function networkOf(architecture: Architecture, side: number, seed: number, prefer?: BackendName) {
  const random = seededRandom(seed)
  const backend = await selectBackend(prefer && { prefer })
  return withHistory(createNetwork(backend, architecture, [side, side, 3], 4, random), random)
}

/** Every patch cut out and predicted alone: what `predictGrid` must equal. */
function oneByOne(network: Network, image: Float32Array, grid: GridSettings): Promise<Float32Array> {
  const rects = patchRects(grid)
  return predict(
    { network },
    {
      size: rects.length,
      inputShape: [grid.h, grid.h, 3],
      read(i, into, offset) {
        const { x = 0, y = 0 } = rects[i] ?? {}
        for (let row = 0; row < grid.h; row++) {
          const from = ((y + row) * grid.d + x) * 3
          into.set(image.subarray(from, from + grid.h * 3), offset + row * grid.h * 3)
        }
      },
    },
  )
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? Number.NaN))), 0)

describe.each(denseAble.map((entry) => [entry.id, entry] as const))('%s over a grid', (_, architecture) => {
  it.each(grids)('gives every patch the probabilities that it gets alone: %s', async (_name, grid) => {
    const network = await networkOf(architecture, grid.h, 7)
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(8))

    const alone = await oneByOne(network, image, grid)
    const whole = await predictGrid({ network }, image, grid)

    expect(whole.length).toBe(patchCount(grid) * 4)
    expect(largestDifference(alone, whole)).toBeLessThan(1e-5)
    network.dispose()
  })
})

describe('a picture in bands', () => {
  const grid = { d: 480, h: 80, ov: 32 }

  it('gives what the picture at once gives, and leaves no tensor behind', async () => {
    const network = await networkOf(findArchitecture('local-small'), grid.h, 1)
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(2))
    const { memory } = network.backend.tf
    const before = memory().numTensors

    const whole = await predictGrid({ network }, image, grid, { mebibytesMax: 1024 })
    const bands = await predictGrid({ network }, image, grid, { mebibytesMax: 1 })

    expect(largestDifference(whole, bands)).toBeLessThan(1e-6)
    expect(memory().numTensors).toBe(before)
    network.dispose()
  })

  it('can be stopped between two bands, and leaves no tensor behind', async () => {
    const network = await networkOf(findArchitecture('local-small'), grid.h, 1)
    const { memory } = network.backend.tf
    const before = memory().numTensors
    const stop = new AbortController()
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(2))

    const stopped = predictGrid({ network }, image, grid, { mebibytesMax: 1, signal: stop.signal })
    setImmediate(() => stop.abort(new Error('stop, please')))

    await expect(stopped).rejects.toThrow('stop, please')
    expect(memory().numTensors).toBe(before)
    network.dispose()
  })
})

describe('the backend without a native library', () => {
  it('gives the same', async () => {
    const grid = { d: 160, h: 64, ov: 32 }
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(2))
    const native = await networkOf(findArchitecture('local-small'), grid.h, 1)
    const expected = await predictGrid({ network: native }, image, grid)
    const wasm = await networkOf(findArchitecture('local-small'), grid.h, 1, 'wasm')
    const found = await predictGrid({ network: wasm }, image, grid, { mebibytesMax: 1 })
    await selectBackend()

    expect(largestDifference(expected, found)).toBeLessThan(1e-5)
  })
})

describe('patches that nobody asks for', () => {
  const grid = { d: 240, h: 80, ov: 32 }

  it.each(['tiny-local', 'tiny-global'])('%s leaves them out, as NaN, and the others stay as they are', async (id) => {
    const network = await networkOf(findArchitecture(id), grid.h, 3)
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(4))
    const s = patchesPerAxis(grid)
    const inside = Array.from({ length: s * s }, (_, i) => i % s > 0 && i >= s && i !== 2 * s + 2)

    const all = await predictGrid({ network }, image, grid)
    const some = await predictGrid({ network }, image, grid, { inside })

    const isAsked = (_: number, i: number) => inside[Math.floor(i / 4)] === true
    expect(Array.from(some, Number.isNaN)).toEqual(Array.from(some, (value, i) => !isAsked(value, i)))
    expect(largestDifference(all.filter(isAsked), some.filter(isAsked))).toBeLessThan(1e-5)
    network.dispose()
  })

  it('are not looked at: a segment is as wide as the patches in its rows', () => {
    const cross = [
      { index: 0, row: 0, column: 20 },
      { index: 1, row: 30, column: 0 },
      { index: 2, row: 30, column: 40 },
      { index: 3, row: 80, column: 20 },
    ]

    expect(segmentsOf(cross, 10, 4)).toEqual([
      { top: 0, bottom: 10, left: 20, right: 30 },
      { top: 30, bottom: 40, left: 0, right: 50 },
      { top: 80, bottom: 90, left: 20, right: 30 },
    ])
  })

  it('are looked at where a cut would cost more than it saves', () => {
    const stairs = [0, 1, 2, 3].map((i) => ({ index: i, row: 2 * i, column: i }))

    expect(segmentsOf(stairs, 10, 4)).toEqual([{ top: 0, bottom: 16, left: 0, right: 13 }])
  })
})

describe('patches with surroundings', () => {
  it.each([
    ['densely', 'local-dense', { d: 160, h: 32, ov: 16 }, 12],
    ['patch by patch', 'local-dense', { d: 120, h: 32, ov: 17 }, 12],
  ] as const)('get what the network says of the wider square around each, beyond the picture 0: %s', async (...all) => {
    const [, id, grid, surroundings] = all
    const network = await networkOf(findArchitecture(id), grid.h + 2 * surroundings, 5)
    const image = randomPixels(grid.d ** 2 * 3, seededRandom(6))
    const wide = { d: grid.d + 2 * surroundings, h: grid.h + 2 * surroundings, ov: grid.ov + 2 * surroundings }
    const wideImage = Float32Array.from({ length: wide.d ** 2 * 3 }, (_, i) => {
      const [row, column, c] = [Math.floor(i / 3 / wide.d), Math.floor(i / 3) % wide.d, i % 3]
      const [y, x] = [row - surroundings, column - surroundings]
      return x < 0 || y < 0 || x >= grid.d || y >= grid.d ? 0 : (image[(y * grid.d + x) * 3 + c] ?? Number.NaN)
    })

    const found = await predictGrid({ network }, image, grid, { surroundings })

    expect(found).toHaveLength(patchCount(grid) * 4)
    expect(largestDifference(found, await oneByOne(network, wideImage, wide))).toBeLessThan(1e-5)
    network.dispose()
  })
})

describe('passes over the picture', () => {
  it('are one where all patches lie on the lattice, with a strip each for what is clamped between', () => {
    const passesOf = (grid: GridSettings) =>
      latticesOf(grid, 4, [...patchRects(grid).keys()]).map(({ x, y, patches }) => [x, y, patches.length])

    expect(passesOf({ d: 800, h: 80, ov: 32 })).toEqual([[0, 0, 256]])
    expect(passesOf({ d: 200, h: 80, ov: 32 })).toEqual([[0, 0, 16]])
    expect(passesOf({ d: 149, h: 64, ov: 32 })).toEqual([
      [0, 0, 9],
      [85, 0, 3],
      [0, 85, 3],
      [85, 85, 1],
    ])
  })
})

describe('a picture that does not fit', () => {
  it('is refused in a sentence', async () => {
    const network = await networkOf(findArchitecture('tiny-local'), 80, 1)
    const small = predictGrid({ network }, new Float32Array(12), { d: 160, h: 80, ov: 0 })
    const otherPatches = predictGrid({ network }, new Float32Array(160 ** 2 * 3), { d: 160, h: 64, ov: 0 })

    await expect(small).rejects.toThrow('A picture of 12 values with 4 patches does not fit a grid of 4 patches')
    await expect(otherPatches).rejects.toThrow('the network takes 80 × 80 × 3')
    network.dispose()
  })
})
