import { describe, expect, it } from 'vitest'
import type { Recipe } from '@/lib/contracts/recipe'
import { loadModel, type TrainingOptions } from '@/lib/network'
import { toyExamples } from '../support/toy-examples'
import { memoryStore, tinyRecipe, trainTiny } from '../support/training'

/** A schedule that does not know how long the run is. */
const steady: Recipe = { ...tinyRecipe, schedule: 'constant' }

/** The last checkpoint of a run, as another begins with it. */
async function parentOf(changes: Partial<TrainingOptions>) {
  const checkpoints = memoryStore()
  const result = await trainTiny({ checkpoints, ...changes })
  return { result, parent: { files: checkpoints.saved.get('latest') ?? {}, sha256: 'a'.repeat(64) } }
}

describe('a run that continues another', () => {
  it('ends, to the bit, with the weights and the history of one run over all the epochs', async () => {
    const whole = await trainTiny({ recipe: { ...steady, epochs: 5 } })
    const { parent } = await parentOf({ recipe: steady })
    const rest = await trainTiny({ recipe: { ...steady, epochs: 3 }, parent })

    expect({ ...rest, weights: rest.weights['weights.bin'] }).toEqual({
      ...whole,
      weights: whole.weights['weights.bin'],
    })
    expect(rest.history.map(({ epoch, step }) => [epoch, step])).toEqual([1, 2, 3, 4, 5].map((n) => [n, 6 * n]))
  })

  it('counts epochs and steps on, and says in its model what it came from', async () => {
    const told: number[][] = []
    const { parent } = await parentOf({ recipe: steady })
    const { weights } = await trainTiny({
      recipe: { ...steady, epochs: 1 },
      parent,
      onProgress: ({ epoch, epochs, step, stepsTotal }) => void told.push([epoch, epochs, step, stepsTotal]),
    })
    const model = await loadModel(weights)

    expect(told).toEqual(Array.from({ length: 6 }, (_, i) => [3, 3, 13 + i, 18]))
    expect(model.card.parentHash).toBe('a'.repeat(64))
    model.dispose()
  })

  it('begins a schedule of its own', async () => {
    const rates: number[] = []
    const { parent } = await parentOf({})
    await trainTiny({ parent, onProgress: ({ learningRate }) => void rates.push(learningRate) })

    expect([rates[0], rates.length]).toEqual([tinyRecipe.learningRate, 12])
  })

  it('that was stopped goes on exactly like the one left alone', async () => {
    const { parent } = await parentOf({ recipe: steady })
    const leftAlone = await trainTiny({ parent })
    const checkpoints = memoryStore()
    const stop = new AbortController()
    await trainTiny({
      parent,
      checkpoints,
      signal: stop.signal,
      onProgress: ({ step }) => void (step === 16 && stop.abort()),
    })

    expect(await trainTiny({ parent, checkpoints })).toEqual(leftAlone)
  })

  it('of one that was stopped amid an epoch begins a new epoch with what was learned', async () => {
    const stop = new AbortController()
    const { parent } = await parentOf({
      signal: stop.signal,
      onProgress: ({ step }) => void (step === 8 && stop.abort()),
    })
    const { history } = await trainTiny({ parent, recipe: { ...tinyRecipe, epochs: 1 } })

    expect(history.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 6],
      [2, 14],
    ])
  })

  it('keeps the better model of the first run where more epochs make it no better', async () => {
    const { parent, result } = await parentOf({ recipe: steady })
    const spoilt = { ...tinyRecipe, epochs: 1, learningRate: 1, schedule: 'constant' } as const
    const validation = toyExamples(24, 2)
    const rest = await trainTiny({ recipe: spoilt, parent, validation })

    expect(rest.weights['weights.bin']).toEqual(result.weights['weights.bin'])
  })

  it('is another run for another beginning, and must have learned from the same snapshot', async () => {
    const { parent } = await parentOf({})
    const checkpoints = memoryStore()
    await trainTiny({ parent, checkpoints })

    await expect(trainTiny({ checkpoints })).rejects.toThrow(/made with another beginning; start a new run/)
    await expect(trainTiny({ parent: { ...parent, sha256: 'b' }, checkpoints })).rejects.toThrow(/another beginning/)
    await expect(trainTiny({ parent, snapshotHash: 'other' })).rejects.toThrow(/made with another snapshot/)
  })
})
