'use client'
/** The two recipes of a run while somebody turns their knobs. A preset puts all of them back. */
import { useState } from 'react'
import { type Recipe, type RecipePreset, recipePresets, type TrainedStage } from '@/lib/contracts/recipe'

export function useRecipes(first: RecipePreset) {
  const [preset, setPreset] = useState(first)
  const [recipes, setRecipes] = useState<Record<TrainedStage, Recipe>>(recipePresets[first])
  return {
    preset,
    recipes,
    choose(next: RecipePreset) {
      setPreset(next)
      setRecipes(recipePresets[next])
    },
    change: (stage: TrainedStage) => (changes: Partial<Recipe>) =>
      setRecipes((all) => ({ ...all, [stage]: fitting({ ...all[stage], ...changes }) })),
  }
}

/** Blocks are turned and flipped only: what else views were varied by goes with the choice of a block. */
function fitting(recipe: Recipe): Recipe {
  if (!(recipe.block > 1)) return recipe
  const { augmentation } = recipe
  const { rotationDegrees, rotationStepDegrees: step } = augmentation
  const isQuarterTurn = rotationDegrees === 0 || (step > 0 && step % 90 === 0)
  return {
    ...recipe,
    augmentation: {
      ...augmentation,
      ...(isQuarterTurn ? {} : { rotationDegrees: 270, rotationStepDegrees: 90 }),
      scaleMin: 1,
      scaleMax: 1,
      shift: 0,
    },
  }
}
