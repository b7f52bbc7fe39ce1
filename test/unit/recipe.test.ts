import { describe, expect, it } from 'vitest'
import { type Recipe, recipeSchema } from '@/lib/contracts/recipe'
import { recipeHash } from '@/lib/contracts/recipe-hash'

/** As a run of the first days stored it: none of the later knobs. */
const storedEarly = {
  stage: 'local',
  architecture: 'tiny-local',
  epochs: 4,
  viewsPerEpoch: 512,
  batchSize: 32,
  learningRate: 1e-2,
  dropout: 0.1,
  balance: 'sampling',
  augmentation: { rotationDegrees: 270, rotationStepDegrees: 90, flips: true, scaleMin: 1, scaleMax: 1 },
}
/** What its checkpoints and models carry. */
const storedHash = '5dbe04130d9a10b1900ea3b7ece15ecae6e28a99a3c60fd092b7e87e2dda446b'

const early = recipeSchema.parse(storedEarly)

describe('the identity of a recipe', () => {
  it('stays what it was for a recipe that was stored before the later knobs were there', () => {
    expect(recipeHash(early)).toBe(storedHash)
  })

  it.each<[string, Partial<Recipe>]>([
    ['head', { head: 'binary' }],
    ['block', { block: 4 }],
    ['surroundings', { surroundings: 8 }],
    ['schedule', { schedule: 'constant' }],
    ['warmupSteps', { warmupSteps: 10 }],
    ['weightDecay', { weightDecay: 0.01 }],
    ['clipNorm', { clipNorm: 1 }],
    ['classWeights', { classWeights: [1, 2, 2, 1] }],
    ['earlyStopping', { earlyStopping: { patienceEpochs: 3, figure: 'kappa' } }],
    ['shift', { augmentation: { ...early.augmentation, shift: 0.1 } }],
    ['brightness', { augmentation: { ...early.augmentation, brightness: 0.1 } }],
    ['contrast', { augmentation: { ...early.augmentation, contrast: 0.1 } }],
  ])('is another one once %s is set', (_, change) => {
    expect(recipeHash(recipeSchema.parse({ ...early, ...change }))).not.toBe(storedHash)
  })
})

describe('a recipe', () => {
  it('takes a single crop a step where a crop is a block of patches, and refuses it patch by patch', () => {
    expect(recipeSchema.safeParse({ ...early, batchSize: 1, block: 6 }).success).toBe(true)
    expect(recipeSchema.safeParse({ ...early, batchSize: 1 }).error?.issues[0]?.path).toEqual(['batchSize'])
  })

  it.each([
    ['angles between quarter turns', { rotationStepDegrees: 0 }],
    ['steps that are no quarter turns', { rotationStepDegrees: 45 }],
    ['scales', { scaleMin: 0.9, scaleMax: 1.1 }],
    ['shifts', { shift: 0.1 }],
  ])('refuses %s in a block, where they would part patches from their labels', (_, change) => {
    const recipe = { ...early, block: 4, augmentation: { ...early.augmentation, ...change } }
    expect(recipeSchema.safeParse(recipe).error?.issues[0]?.path).toEqual(['augmentation'])
    expect(recipeSchema.safeParse({ ...recipe, block: 1 }).success).toBe(true)
  })
})
