import { describe, expect, it } from 'vitest'
import { recipePresets } from '@/lib/contracts/recipe'
import { seededRandom } from '@/lib/domain/random'
import { unlabelled } from '@/lib/network'
import { turnSquare } from '@/lib/network/augment'
import { createFeed, directSource, readBatch } from '@/lib/network/feed'
import { createPlanner } from '@/lib/network/plan'
import { labelOf, patchesOf, toyGrid } from '../support/toy-grid'

const { augmentation } = recipePresets.tiny.local
const still = { ...augmentation, rotationDegrees: 0, flips: false }
const examples = toyGrid()
const items = [0, 5, 17, 30, 44, 61]

/** Of a batch, the label that the pixels of every patch have, where the patch is labelled. */
function labelsByPixels({ inputs, inputShape, labels, block }: Awaited<ReturnType<typeof readBatch>>): number[] {
  const size = inputShape[0] ** 2 * 3
  const count = labels.length / block ** 2
  return Array.from({ length: count }, (_, i) =>
    patchesOf(inputs.subarray(i * size, (i + 1) * size), inputShape[0], block, 32).map(labelOf),
  )
    .flat()
    .map((label, i) => (labels[i] === unlabelled ? unlabelled : label))
}

describe('a batch of blocks', () => {
  it.each([2, 3, 5])(
    'of %i patches a side has the labels of what its pixels show, however it was turned',
    async (block) => {
      for (const seed of [1, 2, 3]) {
        const batch = await readBatch(examples, items, { augmentation, block, seed })
        expect(batch.inputShape).toEqual([32 + (block - 1) * 16, 32 + (block - 1) * 16, 3])
        expect(batch.labels).toHaveLength(items.length * block ** 2)
        expect(Array.from(batch.labels)).toEqual(labelsByPixels(batch))
      }
    },
  )

  it('is the same crop turned, pixels and labels alike, as the one that is not turned', async () => {
    const [plain, turned] = [
      await readBatch(examples, [44], { augmentation: still, block: 3, seed: 9 }),
      await readBatch(examples, [44], { augmentation, block: 3, seed: 9 }),
    ]
    const turns = [0, 90, 180, 270].flatMap((angleDegrees) =>
      [false, true].map((flipX) => {
        const inputs = new Float32Array(plain.inputs.length)
        turnSquare({ angleDegrees, flipX, flipY: false }, plain.inputShape, plain.inputs, inputs, 0)
        const labels = new Uint8Array(9)
        turnSquare({ angleDegrees, flipX, flipY: false }, [3, 3, 1], plain.labels, labels, 0)
        return { inputs, labels }
      }),
    )
    const same = turns.filter(({ inputs }) => inputs.every((value, i) => value === turned.inputs[i]))
    expect(same.map(({ labels }) => labels)).toEqual([turned.labels])
  })

  it('holds the item, at every place among its patches, one seed after the other', async () => {
    // The patch in the middle of the first photograph: two of the twelve before it are not labelled.
    const middle = [10]
    const [patch] = patchesOf((await readBatch(examples, middle)).inputs, 32, 1, 32)
    const places = new Set<number>()
    for (let seed = 0; seed < 80; seed++) {
      const { inputs } = await readBatch(examples, middle, { augmentation: still, block: 3, seed })
      places.add(patchesOf(inputs, 64, 3, 32).findIndex((one) => one.every((value, i) => value === patch?.[i])))
    }
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('cannot be read from items that lie on no grid', async () => {
    const { blocks: _, ...loose } = examples
    await expect(readBatch(loose, items, { augmentation, block: 2, seed: 1 })).rejects.toThrow(/lie on a grid/)
  })
})

describe('a feed', () => {
  const recipe = { balance: 'sampling', batchSize: 4 } as const
  const start = (random = seededRandom(3), order: Uint32Array = new Uint32Array(0), from = 0) =>
    createPlanner({ labels: examples.labels, recipe, random, order, stepsPerEpoch: 3, from, to: 7 })
  const all = async (ahead: number) => {
    const feed = createFeed(start(), directSource(examples), { augmentation, block: 1, ahead })
    const steps = []
    for (let i = 0; i < 7; i++) {
      const { plan, batch } = await feed.next()
      steps.push({ plan, batch, cursor: feed.cursor() })
    }
    return steps
  }

  it('gives the same batches and the same places to go on from, however far it reads ahead', async () => {
    const direct = await all(0)
    expect(await all(1)).toEqual(direct)
    expect(await all(5)).toEqual(direct)
  })

  it('goes on from any of those places with the very batches that would have come', async () => {
    const steps = await all(2)
    for (const [i, { cursor }] of steps.entries()) {
      const random = seededRandom(0)
      random.restore(cursor.randomState)
      const planner = start(random, cursor.order, i + 1)
      const rest = []
      for (let plan = planner.next(); plan; plan = planner.next()) rest.push(plan)
      expect(rest).toEqual(steps.slice(i + 1).map(({ plan }) => plan))
    }
  })

  it('reads no more than it was told to ahead of the step', async () => {
    let reads = 0
    const source = {
      ...directSource(examples),
      read: async (...asked: Parameters<ReturnType<typeof directSource>['read']>) => {
        reads++
        return directSource(examples).read(...asked)
      },
    }
    const feed = createFeed(start(), source, { augmentation, block: 1, ahead: 2 })
    const counts = []
    for (let i = 0; i < 7; i++) {
      await feed.next()
      counts.push(reads)
    }
    expect(counts).toEqual([3, 4, 5, 6, 7, 7, 7])
  })

  it('throws what reading threw, at the step that needed it and not before', async () => {
    const broken = { ...examples, read: () => Promise.reject(new Error('the disk is gone')) }
    const feed = createFeed(start(), directSource(broken), { augmentation, block: 1, ahead: 2 })
    await expect(feed.next()).rejects.toThrow('the disk is gone')
  })
})
