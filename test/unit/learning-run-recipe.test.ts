import { describe, expect, it } from 'vitest'
import { presetNames, recipePresets } from '@/lib/contracts/recipe'
import { runRequest } from '@/lib/contracts/run'
import { recipeLines } from '@/lib/services/_shared/learning/recipe-lines'
import { recipeOfRequest, runRecipe } from '@/lib/services/_shared/learning/run-recipe'

const asked = (more: object = {}) =>
  runRequest.parse({ snapshotId: '6d2b2f4e-6a0c-4d2a-9a87-2a8a1f6f0c11', name: 'Run', preset: 'tiny', ...more })

describe('what a press of Train asks for', () => {
  it.each(presetNames)('is the preset %s, whole, where nothing is changed', (preset) => {
    const { local, global } = recipePresets[preset]
    expect(recipeOfRequest(asked({ preset }))).toEqual({ local, global, weighting: 'paper' })
  })

  it('knows every preset', () => {
    expect([...presetNames].sort()).toEqual(Object.keys(recipePresets).sort())
  })

  it('is the preset with what was changed, and nothing else changed', () => {
    const { local } = recipePresets.tiny
    const changes = { learningRate: 0.5, block: 3, clipNorm: 2, augmentation: { brightness: 0.1 } }
    expect(recipeOfRequest(asked({ stages: 'local', local: changes, epochsLocal: 9 }))).toEqual({
      local: { ...local, ...changes, epochs: 9, augmentation: { ...local.augmentation, brightness: 0.1 } },
      global: null,
      weighting: 'paper',
    })
  })

  it('can be every knob of a recipe at once, as the page sends it', () => {
    const { stage: _, ...knobs } = recipePresets.dense.local
    expect(recipeOfRequest(asked({ local: knobs })).local).toEqual(recipePresets.dense.local)
  })

  it('is refused with the knob’s name where two knobs do not go together', () => {
    expect(() => recipeOfRequest(asked({ global: { surroundings: 4 } }))).toThrow(
      'The recipe of the global network is wrong at “surroundings”',
    )
    expect(() => recipeOfRequest(asked({ local: { augmentation: { scaleMin: 1.5 } } }))).toThrow(
      /wrong at “augmentation/,
    )
  })

  it('may change no stage and hold no unknown knob', () => {
    expect(() => asked({ local: { stage: 'global' } })).toThrow()
    expect(() => asked({ local: { speed: 9 } })).toThrow()
  })
})

it('a page shows every knob of a recipe, each with a value', () => {
  const recipe = runRecipe.parse({ ...recipePresets.dense, weighting: 'expected' })
  const lines = recipeLines(recipe)
  const local = lines.filter(({ stage }) => stage === 'local').map(({ name, value }) => [name, value])
  expect(Object.fromEntries(local)).toMatchObject({
    Architecture: 'local-dense',
    'Views an epoch': expect.stringMatching(/^\d+, each of \d+ × \d+ patches$/),
    'Learning rate': expect.stringMatching(/^[\d.]+, falling to 0 along a half cosine, after a warm-up of \d+ steps$/),
    'Class weights': 'softened',
    'Early stopping': 'none',
    Rotation: '0–270° in steps of 90°',
  })
  expect(lines.at(-1)).toEqual({ stage: 'global', name: 'Weighting', value: 'expected' })
  expect(lines.every(({ value }) => value !== '')).toBe(true)
})
