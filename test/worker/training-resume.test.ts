import { describe, expect, it } from 'vitest'
import type { Recipe } from '@/lib/contracts/recipe'
import type { EpochSummary, TrainingOptions } from '@/lib/network'
import { toyExamples } from '../support/toy-examples'
import { memoryStore, tinyRecipe, trainTiny } from '../support/training'

/** A run that is aborted after `step` steps, with all that it has saved. */
async function stoppedAt(step: number, changes: Partial<TrainingOptions> = {}) {
  const checkpoints = memoryStore()
  const stop = new AbortController()
  const result = await trainTiny({
    checkpoints,
    signal: stop.signal,
    onProgress: (progress) => {
      if (progress.step === step) stop.abort()
    },
    ...changes,
  })
  return { checkpoints, result }
}

describe('a training run', () => {
  it('gives the same model, to the bit, for the same recipe, snapshot and seed, and another for another seed', async () => {
    const [first, second, other] = [await trainTiny(), await trainTiny(), await trainTiny({ seed: 8 })]

    expect(second).toEqual(first)
    expect(other.weights['weights.bin']).not.toEqual(first.weights['weights.bin'])
  })

  it.each([1, 6, 9])(
    'that was stopped after step %i and resumed ends exactly like the run left alone',
    async (step) => {
      const leftAlone = await trainTiny()
      const { checkpoints, result } = await stoppedAt(step)
      const resumed = await trainTiny({ checkpoints })

      expect({ outcome: result.outcome, stepsDone: result.stepsDone }).toEqual({ outcome: 'stopped', stepsDone: step })
      expect(resumed).toEqual(leftAlone)
    },
  )

  it('with every knob of longer runs turned on ends exactly alike, stopped and resumed or left alone', async () => {
    const recipe: Recipe = {
      ...tinyRecipe,
      schedule: 'steps',
      warmupSteps: 3,
      weightDecay: 0.05,
      clipNorm: 0.5,
      classWeights: 'balanced',
      earlyStopping: { patienceEpochs: 1, figure: 'loss' },
      augmentation: { ...tinyRecipe.augmentation, shift: 0.2, brightness: 0.2, contrast: 0.2 },
    }
    const leftAlone = await trainTiny({ recipe })
    const { checkpoints } = await stoppedAt(4, { recipe })

    expect(await trainTiny({ recipe, checkpoints })).toEqual(leftAlone)
    expect(leftAlone.weights['weights.bin']).not.toEqual((await trainTiny()).weights['weights.bin'])
  })

  it('that was stopped amid a validation ends at once, and exactly like the run left alone when it goes on', async () => {
    const leftAlone = await trainTiny()
    const checkpoints = memoryStore()
    const stop = new AbortController()
    const validation = toyExamples(200, 2)
    let reads = 0
    const interrupted = {
      ...toyExamples(200, 2),
      read: (...asked: Parameters<typeof validation.read>) => {
        if (++reads === 1) stop.abort()
        return validation.read(...asked)
      },
    }
    const stopped = await trainTiny({ checkpoints, validation: interrupted, signal: stop.signal })

    expect({ ...stopped, weights: {} }).toEqual({ outcome: 'stopped', stepsDone: 6, history: [], weights: {} })
    expect(reads).toBeLessThan(200)
    expect(await trainTiny({ checkpoints })).toEqual(leftAlone)
  })

  it('that was killed between two checkpoints repeats the lost steps and ends exactly like the run left alone', async () => {
    const leftAlone = await trainTiny()
    const checkpoints = memoryStore()
    const killed = trainTiny({
      checkpoints,
      onProgress: (progress) => {
        if (progress.step === 8) throw new Error('killed')
      },
    })
    await expect(killed).rejects.toThrow('killed')
    const steps: number[] = []
    const resumed = await trainTiny({ checkpoints, onProgress: (progress) => void steps.push(progress.step) })

    expect(steps[0]).toBe(6)
    expect(resumed).toEqual(leftAlone)
  })

  it('that has finished is returned as it was, without a step', async () => {
    const checkpoints = memoryStore()
    const finished = await trainTiny({ checkpoints })
    const again = await trainTiny({
      checkpoints,
      onProgress: () => {
        throw new Error('a step was taken')
      },
    })

    expect(again).toEqual(finished)
  })

  it('refuses a checkpoint of another recipe, snapshot or seed, and says which', async () => {
    const { checkpoints } = await stoppedAt(3)

    await expect(trainTiny({ checkpoints, snapshotHash: 'other' })).rejects.toThrow(
      /made with another snapshot; start a new run/,
    )
    await expect(trainTiny({ checkpoints, recipe: { ...tinyRecipe, dropout: 0.2 } })).rejects.toThrow(/another recipe;/)
    await expect(trainTiny({ checkpoints, seed: 1, snapshotHash: 'x' })).rejects.toThrow(/another snapshot and seed;/)
  })

  it('refuses a checkpoint with a file that is missing or cut short', async () => {
    const { checkpoints } = await stoppedAt(3)
    const whole = checkpoints.saved.get('latest') ?? {}

    const { 'adam.bin': adam, ...rest } = whole
    checkpoints.saved.set('latest', rest)
    await expect(trainTiny({ checkpoints })).rejects.toThrow(/adam.bin is missing/)
    checkpoints.saved.set('latest', { ...whole, 'adam.bin': adam?.subarray(0, 100) ?? new Uint8Array() })
    await expect(trainTiny({ checkpoints })).rejects.toThrow(/adam.bin has 100 bytes where \d+ belong/)
  })

  it('tells every step once, with the validation figures at the end of each epoch', async () => {
    const told: [number, number, boolean][] = []
    const { history } = await trainTiny({
      onProgress: ({ epoch, step, validation }) => void told.push([epoch, step, validation !== undefined]),
    })

    expect(told).toEqual(Array.from({ length: 12 }, (_, i) => [i < 6 ? 1 : 2, i + 1, i === 5 || i === 11]))
    expect(history.map(({ epoch, step }: EpochSummary) => [epoch, step])).toEqual([
      [1, 6],
      [2, 12],
    ])
  })
})
