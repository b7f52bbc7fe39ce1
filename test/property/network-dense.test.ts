import fc from 'fast-check'
import { expect, it } from 'vitest'
import { insideIndices, patchCount } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { seededRandom } from '@/lib/domain/random'
import { type Architecture, isDenseAble, predict, predictGrid, selectBackend } from '@/lib/network'
import { type Layer, planLayers } from '@/lib/network/layers'
import { createNetwork } from '@/lib/network/network'
import { patchesOf } from '@/lib/network/predict-grid'
import { randomPixels, withHistory } from '../support/random-network'

const classCount = 3
const runs = 150

const window = { size: fc.integer({ min: 1, max: 4 }), stride: fc.integer({ min: 1, max: 3 }) }

const trunkLayer: fc.Arbitrary<Layer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...window,
      type: fc.constant('conv'),
      filters: fc.integer({ min: 1, max: 5 }),
      padding: fc.constant('valid'),
      bias: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...window, type: fc.constant('maxPool'), padding: fc.constant('valid') }) },
  { weight: 2, arbitrary: fc.constant<Layer>({ type: 'batchNorm' }) },
  { weight: 2, arbitrary: fc.constant<Layer>({ type: 'relu' }) },
  { weight: 1, arbitrary: fc.constant<Layer>({ type: 'dropout' }) },
)

const last: Layer = { type: 'dense', units: classCount, bias: true }

const head: fc.Arbitrary<Layer[]> = fc.constantFrom<Layer[]>(
  [{ type: 'flatten' }, last],
  [{ type: 'flatten' }, { type: 'dense', units: 4, bias: false }, { type: 'batchNorm' }, { type: 'relu' }, last],
  [{ type: 'globalMax' }, { type: 'relu' }, last],
)

const grids: fc.Arbitrary<GridSettings> = fc
  .record({
    h: fc.integer({ min: 8, max: 20 }),
    more: fc.integer({ min: 0, max: 24 }),
    ov: fc.integer({ min: 0, max: 15 }),
  })
  .filter(({ h, ov }) => ov < h)
  .map(({ h, more, ov }) => ({ d: h + more, h, ov }))

/** Few enough layers, and shallow enough for a patch. */
const cases = fc
  .record({
    trunk: fc.array(trunkLayer, { minLength: 1, maxLength: 7 }),
    rest: head,
    grid: grids,
    seed: fc.integer(),
    /** So little that there are bands of a few rows, or even of one. */
    mebibytesMax: fc.double({ min: 0.0001, max: 0.02, noNaN: true }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  .filter(({ trunk, rest, grid }) => leavesSomething([...trunk, ...rest], grid.h))

function leavesSomething(layers: Layer[], side: number): boolean {
  try {
    return planLayers(layers, [side, side, 3]).length > 0
  } catch {
    return false
  }
}

it('whatever the unpadded network, the grid, the bands and the patches that are asked for: each gets what it gets alone', async () => {
  const backend = await selectBackend()
  await fc.assert(
    fc.asyncProperty(cases, async ({ trunk, rest, grid, seed, mebibytesMax, share }) => {
      const architecture: Architecture = {
        ...{ id: 'random', title: 'Random', source: 'this test', stage: 'local', inputSides: [grid.h] },
        build: () => [...trunk, ...rest],
      }
      const random = seededRandom(seed)
      const network = withHistory(createNetwork(backend, architecture, [grid.h, grid.h, 3], classCount, random), random)
      const image = randomPixels(grid.d ** 2 * 3, random)
      const inside = Array.from({ length: patchCount(grid) }, () => random.next() < share)
      const before = backend.tf.memory().numTensors

      const alone = await predict({ network }, patchesOf(image, grid, insideIndices(inside)))
      const found = await predictGrid({ network }, image, grid, { inside, mebibytesMax })

      expect(isDenseAble(architecture)).toBe(true)
      expect(Array.from(found, Number.isNaN)).toEqual(Array.from(found, (_, i) => !inside[Math.floor(i / classCount)]))
      const answers = found.filter((value) => !Number.isNaN(value))
      const largest = alone.reduce((max, value, i) => Math.max(max, Math.abs(value - (answers[i] ?? Number.NaN))), 0)
      expect(largest).toBeLessThan(1e-5)
      expect(backend.tf.memory().numTensors).toBe(before)
      network.dispose()
    }),
    { numRuns: runs },
  )
})
