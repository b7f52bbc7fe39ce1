/** What one may change about a recipe: any knob but the stage, within its range; what is left out stays. */
import { z } from 'zod'
import { augmentationKnobs, knobs, type Recipe } from './recipe'

const { stage: _, ...changeable } = knobs

/** Of the raw knobs: a default would take the place of what the recipe says. */
export const recipeChanges = z
  .strictObject({ ...changeable, augmentation: z.strictObject(augmentationKnobs).partial() })
  .partial()
export type RecipeChanges = z.infer<typeof recipeChanges>

export const withChanges = (recipe: Recipe, { augmentation, ...changes }: RecipeChanges): Recipe => ({
  ...recipe,
  ...changes,
  augmentation: { ...recipe.augmentation, ...augmentation },
})
