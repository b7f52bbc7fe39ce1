/** What one press of *Train* asks for, as it is stored with the run: a recipe per stage, and how the maps weigh the images. */
import { z } from 'zod'
import { type Recipe, recipePresets, recipeSchema, type TrainedStage } from '@/lib/contracts/recipe'
import { withChanges } from '@/lib/contracts/recipe-changes'
import { knobsThatCount } from '@/lib/contracts/recipe-hash'
import type { RunRequest } from '@/lib/contracts/run'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'

export const weightingModes = ['paper', 'expected', 'none'] as const

export const runRecipe = z.strictObject({
  /** null: this stage is not trained. */
  local: recipeSchema.nullable(),
  global: recipeSchema.nullable(),
  weighting: z.enum(weightingModes),
})
export type RunRecipe = z.infer<typeof runRecipe>

/**
 * The preset with the request's own knobs.
 * @throws AppError `run.recipe` (422) naming the knob that does not go with the others
 */
export function recipeOfRequest({ preset, stages, weighting, ...request }: RunRequest): RunRecipe {
  const { local, global } = recipePresets[preset]
  const epochs = (count: number | undefined) => (count ? { epochs: count } : {})
  return {
    local: stages === 'global' ? null : sound({ ...withChanges(local, request.local), ...epochs(request.epochsLocal) }),
    global:
      stages === 'local' ? null : sound({ ...withChanges(global, request.global), ...epochs(request.epochsGlobal) }),
    weighting,
  }
}

function sound(recipe: Recipe): Recipe {
  const parsed = recipeSchema.safeParse(recipe)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AppError(
    'run.recipe',
    `The recipe of the ${recipe.stage} network is wrong at “${issue?.path.join('.')}”: ${issue?.message}. Correct it there.`,
    422,
  )
}

export const runRecipeHash = ({ local, global, weighting }: RunRecipe): string =>
  hashOfValue({ local: local && knobsThatCount(local), global: global && knobsThatCount(global), weighting })

/** The stages that the recipe trains, in order. */
export const stagesOf = (recipe: RunRecipe): TrainedStage[] =>
  (['local', 'global'] as const).filter((stage) => recipe[stage] !== null)

export const epochsByStage = (recipe: RunRecipe): { stage: TrainedStage; epochs: number }[] =>
  stagesOf(recipe).flatMap((stage) => (recipe[stage] ? [{ stage, epochs: recipe[stage].epochs }] : []))
