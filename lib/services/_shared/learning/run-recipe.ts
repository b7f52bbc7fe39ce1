/** What one press of *Train* asks for, as it is stored with the run: a recipe per stage, and how the maps weigh the images. */
import { z } from 'zod'
import { type Recipe, recipePresets, recipeSchema, type TrainedStage } from '@/lib/contracts/recipe'
import { knobsThatCount } from '@/lib/contracts/recipe-hash'
import type { RunRequest } from '@/lib/contracts/run'
import { hashOfValue } from '@/lib/domain/hash'

export const weightingModes = ['paper', 'expected', 'none'] as const

export const runRecipe = z.strictObject({
  /** null: this stage is not trained. */
  local: recipeSchema.nullable(),
  global: recipeSchema.nullable(),
  weighting: z.enum(weightingModes),
})
export type RunRecipe = z.infer<typeof runRecipe>

/** The preset with the request's own numbers of epochs. */
export function recipeOfRequest({ preset, stages, epochsLocal, epochsGlobal, weighting }: RunRequest): RunRecipe {
  const { local, global } = recipePresets[preset]
  const withEpochs = (recipe: Recipe, epochs: number | undefined): Recipe => ({
    ...recipe,
    ...(epochs ? { epochs } : {}),
  })
  return {
    local: stages === 'global' ? null : withEpochs(local, epochsLocal),
    global: stages === 'local' ? null : withEpochs(global, epochsGlobal),
    weighting,
  }
}

export const runRecipeHash = ({ local, global, weighting }: RunRecipe): string =>
  hashOfValue({ local: local && knobsThatCount(local), global: global && knobsThatCount(global), weighting })

/** The stages that the recipe trains, in order. */
export const stagesOf = (recipe: RunRecipe): TrainedStage[] =>
  (['local', 'global'] as const).filter((stage) => recipe[stage] !== null)

export const epochsByStage = (recipe: RunRecipe): { stage: TrainedStage; epochs: number }[] =>
  stagesOf(recipe).flatMap((stage) => (recipe[stage] ? [{ stage, epochs: recipe[stage].epochs }] : []))

export type RecipeLine = { stage: TrainedStage; name: string; value: string }

/** Every knob with its unit, in the order in which a page shows them. */
export function recipeLines(recipe: RunRecipe): RecipeLine[] {
  const knobs = stagesOf(recipe).flatMap((stage) => {
    const knobsOf = recipe[stage]
    return knobsOf ? linesOf(knobsOf).map(([name, value]) => ({ stage, name, value })) : []
  })
  return recipe.global ? [...knobs, { stage: 'global', name: 'Weighting', value: recipe.weighting }] : knobs
}

function linesOf(recipe: Recipe): [string, string][] {
  const { augmentation } = recipe
  const step = augmentation.rotationStepDegrees
  const rotation =
    augmentation.rotationDegrees === 0
      ? 'none'
      : `0–${augmentation.rotationDegrees}°${step === 0 ? '' : ` in steps of ${step}°`}`
  return [
    ['Architecture', recipe.architecture],
    ['Epochs', String(recipe.epochs)],
    ['Views an epoch', recipe.viewsPerEpoch === null ? 'one an item' : String(recipe.viewsPerEpoch)],
    ['Batch', `${recipe.batchSize} items`],
    ['Learning rate', `${recipe.learningRate}, falling to 0 along a half cosine`],
    ['Dropout', String(recipe.dropout)],
    ['Balance', recipe.balance === 'sampling' ? 'classes drawn equally often' : 'none'],
    ['Rotation', rotation],
    ['Flips', augmentation.flips ? 'left–right and up–down' : 'none'],
    ['Scale', `${augmentation.scaleMin}–${augmentation.scaleMax}`],
  ]
}
