/** The feed's thread: the run is the same to the bit with and without it, and it ends with the run. */
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { recipePresets } from '@/lib/contracts/recipe'
import type { TrainingOptions } from '@/lib/network'
import { startFeedThread } from '@/lib/network/feed-thread'
import { type ThreadData, toyFromData } from '../support/toy-feed'
import { memoryStore, tinyRecipe, trainTiny } from '../support/training'

const module = pathToFileURL('test/support/toy-feed.ts').href
const inThread = (data: ThreadData): Partial<TrainingOptions> => ({
  training: toyFromData(data),
  feed: { module, data },
})
const plain: ThreadData = { kind: 'items', size: 40, seed: 1 }

const { augmentation } = recipePresets.tiny.local
const dense = {
  ...tinyRecipe,
  block: 3,
  batchSize: 2,
  viewsPerEpoch: 12,
  augmentation: { ...augmentation, brightness: 0.1 },
}

/** Everything that a run leaves behind: result and checkpoint. */
async function leavings(changes: Partial<TrainingOptions>) {
  const checkpoints = memoryStore()
  const result = await trainTiny({ checkpoints, ...changes })
  return { result, saved: checkpoints.saved }
}

describe('a run that is fed by a thread', () => {
  it('leaves what the run leaves that makes its batches itself, to the bit', async () => {
    const direct = await leavings({ training: toyFromData(plain) })
    expect(await leavings(inThread(plain))).toEqual(direct)
  })

  it('does so on blocks of patches, too, and goes on from a checkpoint of the other', async () => {
    const data: ThreadData = { kind: 'grid', size: 3, seed: 1 }
    const validation = toyFromData({ ...data, size: 1, seed: 2 })
    const direct = await leavings({ recipe: dense, training: toyFromData(data), validation })
    expect(await leavings({ recipe: dense, ...inThread(data), validation })).toEqual(direct)

    const checkpoints = memoryStore()
    const stop = new AbortController()
    await trainTiny({
      recipe: dense,
      ...inThread(data),
      validation,
      checkpoints,
      signal: stop.signal,
      onProgress: ({ step }) => void (step === 4 && stop.abort()),
    })
    await trainTiny({ recipe: dense, training: toyFromData(data), validation, checkpoints })
    expect(checkpoints.saved).toEqual(direct.saved)
  })

  it('tells what share of its time the network waited for batches', async () => {
    const shares: number[] = []
    await trainTiny({ ...inThread(plain), onProgress: ({ feedWaitShare }) => void shares.push(feedWaitShare) })
    expect(shares.every((share) => share >= 0 && share < 1)).toBe(true)
  })

  it('ends with the very error that reading threw there', async () => {
    await expect(trainTiny(inThread({ ...plain, brokenItem: 7 }))).rejects.toMatchObject({
      name: 'AppError',
      code: 'storage.damaged',
      sentence: 'Item 7 differs from its checksum.',
      status: 500,
      details: { item: 7 },
    })
  })

  it('ends with the error that opening the examples threw', async () => {
    await expect(trainTiny(inThread({ ...plain, failure: 'opening' }))).rejects.toMatchObject({
      code: 'snapshot.damaged',
      status: 500,
    })
  })

  it('ends in a sentence where the thread dies', async () => {
    await expect(trainTiny(inThread({ ...plain, failure: 'death' }))).rejects.toMatchObject({
      code: 'network.feedDied',
      sentence: expect.stringMatching(/is gone \(.*\); resume the run/),
    })
  })

  it('refuses a thread that found other examples than the trainer was given', async () => {
    const feed = { module, data: { ...plain, size: 39 } }
    await expect(trainTiny({ training: toyFromData(plain), feed })).rejects.toMatchObject({
      code: 'network.feedDiffers',
    })
  })
})

describe('the thread', () => {
  it('answers what it was asked before it is closed, and is gone then', async () => {
    const source = await startFeedThread({ module, data: plain }, toyFromData(plain))
    const asked = source.read(Uint32Array.of(1, 2, 3), { augmentation, block: 1, seed: 5 })
    await source.close()
    expect((await asked).labels).toEqual(Uint8Array.of(1, 2, 3))
    await expect(source.read(Uint32Array.of(1), { augmentation, block: 1, seed: 5 })).rejects.toMatchObject({
      code: 'network.feedDied',
    })
  })
})
