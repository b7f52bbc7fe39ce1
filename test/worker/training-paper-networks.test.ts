/** The two networks of the paper at full size: two steps each, for the whole path from examples to a model that answers. */
import { expect, it } from 'vitest'
import { type Recipe, recipePresets } from '@/lib/contracts/recipe'
import { loadModel, predict } from '@/lib/network'
import { toyExamples } from '../support/toy-examples'
import { trainTiny } from '../support/training'

const batchSize = 2
const steps = 2

it.each([
  ['local-table-1', recipePresets.paper.local, 80],
  ['global-table-2', recipePresets.paper.global, 256],
] as const)(
  '%s takes two steps with finite losses and comes back as a model that answers',
  async (id, preset, side) => {
    const recipe: Recipe = { ...preset, epochs: 1, viewsPerEpoch: steps * batchSize, batchSize }
    const losses: number[] = []
    const { outcome, stepsDone, weights } = await trainTiny({
      recipe,
      training: toyExamples(4, 1, { side }),
      validation: toyExamples(0, 2, { side }),
      onProgress: ({ loss }) => void losses.push(loss),
    })
    expect({ outcome, stepsDone, finite: losses.map(Number.isFinite) }).toEqual({
      outcome: 'finished',
      stepsDone: steps,
      finite: [true, true],
    })

    const model = await loadModel(weights)
    const probabilities = await predict(model, toyExamples(2, 3, { side }))
    expect(model.card).toMatchObject({ architecture: id, inputShape: [side, side, 3], recipe, epoch: 1 })
    for (const start of [0, 4]) {
      expect(probabilities.subarray(start, start + 4).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    }
    model.dispose()
  },
)
