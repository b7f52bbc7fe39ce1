import { describe, expect, it } from 'vitest'
import { recipePresets } from '@/lib/contracts/recipe'
import { contrastScale, loadModel, mostLikely, type Progress, predict, selectBackend } from '@/lib/network'
import { toyExamples } from '../support/toy-examples'
import { memoryStore, tinyRecipe, trainTiny } from '../support/training'

const learningRecipe = { ...recipePresets.tiny.local, epochs: 8, viewsPerEpoch: 320, batchSize: 16 }

const accuracyOf = (chosen: Uint8Array, labels: Uint8Array) =>
  chosen.filter((label, i) => label === labels[i]).length / labels.length

describe('training', () => {
  it('learns a problem that can be learnt, and the model as files answers on items it has never seen', async () => {
    const { weights, history } = await trainTiny({
      recipe: learningRecipe,
      training: toyExamples(160, 1),
      validation: toyExamples(40, 2),
      classes: ['none', 'red', 'green', 'blue'],
      notes: { preprocessing: 'none' },
    })
    const model = await loadModel(weights)
    const unseen = toyExamples(80, 3)
    const probabilities = await predict(model, unseen, { batchSize: 32 })

    expect(accuracyOf(mostLikely(probabilities, 4), unseen.labels)).toBeGreaterThan(0.95)
    expect(model.card).toMatchObject({
      architecture: 'tiny-local',
      classes: ['none', 'red', 'green', 'blue'],
      inputShape: [32, 32, 3],
      inputScale: { offset: 128, factor: 1 / 128 },
      recipe: learningRecipe,
      notes: { preprocessing: 'none' },
      validation: history.find(({ epoch }) => epoch === model.card.epoch)?.validation,
    })
    model.dispose()
  })

  it('returns the epoch with the best validation figure, and has kept it as a model before the end', async () => {
    const checkpoints = memoryStore()
    const { weights, history } = await trainTiny({ checkpoints, recipe: { ...tinyRecipe, epochs: 4 } })
    const best = Math.max(...history.map(({ validation }) => validation?.macroF1 ?? 0))
    const model = await loadModel(weights)

    expect(model.card.validation?.macroF1).toBe(best)
    expect(checkpoints.saved.get('best')).toEqual(weights)
    model.dispose()
  })

  it('ends early where the figure of its recipe has not improved for as long as its patience', async () => {
    const recipe = { ...tinyRecipe, epochs: 9, earlyStopping: { patienceEpochs: 2, figure: 'loss' } as const }
    // With hardly a step nothing improves but by chance: the labels to be met are noise.
    const validation = { ...toyExamples(24, 2), labels: Uint8Array.from({ length: 24 }, (_, i) => (i * 7) % 4) }
    const early: (true | undefined)[] = []
    const onProgress = ({ endsEarly }: Progress) => void early.push(endsEarly)
    const { outcome, history, weights } = await trainTiny({ recipe, validation, onProgress })
    const losses = history.map((epoch) => epoch.validation?.loss ?? 0)
    const best = losses.indexOf(Math.min(...losses))
    const model = await loadModel(weights)

    expect(outcome).toBe('finished')
    expect(history).toHaveLength(Math.min(9, best + 3))
    expect(history.length).toBeLessThan(9)
    expect([early.indexOf(true), early.at(-1)]).toEqual([early.length - 1, true])
    expect(model.card.epoch).toBe(best + 1)
    model.dispose()
  })

  it('needs no validation items: the last epoch is the best then', async () => {
    const { weights, history } = await trainTiny({ validation: toyExamples(0, 1) })
    const model = await loadModel(weights)

    expect([model.card.epoch, model.card.validation, history[1]?.validation]).toEqual([2, null, null])
    model.dispose()
  })

  it('asks for the validation figures in the way it is given, with all that one must know to ask the network', async () => {
    const validation = toyExamples(24, 2)
    const asked: unknown[] = []
    const { history } = await trainTiny({
      validation,
      predictValidation: async ({ network, card: { classes, inputScale } }, signal) => {
        asked.push({ classes, inputScale })
        return predict({ network }, validation, { signal })
      },
    })

    expect(asked).toEqual(Array(2).fill({ classes: ['0', '1', '2', '3'], inputScale: contrastScale }))
    expect(history).toEqual((await trainTiny({ validation })).history)
  })

  it('trains the global stage by the same path', async () => {
    const examples = (size: number, seed: number) => toyExamples(size, seed, { side: 64 })
    const { history, outcome } = await trainTiny({
      recipe: { ...recipePresets.tiny.global, epochs: 2, viewsPerEpoch: 32 },
      training: examples(32, 1),
      validation: examples(16, 2),
    })

    expect(outcome).toBe('finished')
    expect(history[1]?.validation?.kappa).not.toBeNull()
  })

  it('leaks no tensor over its steps', async () => {
    const { tf } = await selectBackend()
    const before = tf.memory().numTensors
    const counts: number[] = []
    await trainTiny({ onProgress: () => void counts.push(tf.memory().numTensors) })

    expect(new Set(counts).size).toBe(1)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('stops at a loss that is not finite and names the step and the items of the batch', async () => {
    const { tf } = await selectBackend()
    const before = tf.memory().numTensors
    const examples = toyExamples(40, 1)
    const broken = {
      ...examples,
      read: (index: number, into: Float32Array, offset: number) =>
        index === 13 ? void into.fill(Number.NaN, offset, offset + 100) : examples.read(index, into, offset),
    }

    const failure = await trainTiny({ training: broken }).catch((error: unknown) => error)

    expect(failure).toMatchObject({
      code: 'network.lossNotFinite',
      sentence: expect.stringMatching(
        /^The loss is NaN at step \d+\. The batch held .*toy-1-13.*: look at these items/,
      ),
    })
    expect(tf.memory().numTensors).toBe(before)
  })

  it('stops where the answers on the validation items are no numbers', async () => {
    const predictValidation = async () => new Float32Array(24 * 4).fill(Number.NaN)

    await expect(trainTiny({ predictValidation })).rejects.toMatchObject({
      code: 'network.lossNotFinite',
      sentence: expect.stringMatching(/^The loss on the validation items is NaN after step 6: /),
    })
  })

  it('refuses a recipe with a knob out of its range, and names the knob', async () => {
    await expect(trainTiny({ recipe: { ...tinyRecipe, dropout: 2 } })).rejects.toThrow(/wrong at “dropout”/)
  })

  it('refuses sets that do not fit together, and empty ones', async () => {
    const examples = toyExamples(8, 1)

    await expect(trainTiny({ training: toyExamples(0, 1) })).rejects.toThrow(/no training items/)
    await expect(trainTiny({ training: { ...examples, size: 9 } })).rejects.toThrow(/9 items and 8 labels/)
    await expect(trainTiny({ training: { ...examples, classCount: 3 } })).rejects.toThrow(
      /a label beyond its 3 classes/,
    )
  })
})

describe('a model as files', () => {
  it('is refused, with the reason, when it is damaged or does not belong together', async () => {
    const { weights } = await trainTiny()
    const other = await trainTiny({
      training: toyExamples(40, 1, { side: 48 }),
      validation: toyExamples(8, 1, { side: 48 }),
    })
    const { 'model.json': card = new Uint8Array(), 'weights.bin': values = new Uint8Array() } = weights

    await expect(loadModel({ 'model.json': card })).rejects.toThrow(/weights.bin is missing/)
    await expect(loadModel({ 'weights.bin': values })).rejects.toThrow(/model.json is missing/)
    await expect(loadModel({ 'model.json': card.subarray(0, 50), 'weights.bin': values })).rejects.toThrow(/not JSON/)
    await expect(loadModel({ ...weights, 'weights.bin': other.weights['weights.bin'] ?? values })).rejects.toThrow(
      /bytes where/,
    )
  })

  it('refuses inputs of another size than it was trained on', async () => {
    const model = await loadModel((await trainTiny()).weights)

    await expect(predict(model, toyExamples(4, 1, { side: 48 }))).rejects.toThrow(
      /The inputs are 48 × 48 × 3 and the network takes 32 × 32 × 3/,
    )
    model.dispose()
  })
})
