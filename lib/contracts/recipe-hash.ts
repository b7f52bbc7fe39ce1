/**
 * The identity of a recipe: equal knobs, equal hash. A knob that recipes did not always have is left out where it stands at
 * what they meant without it, so that runs, checkpoints and models of earlier days keep the hash they were stored with.
 */
import { canonicalJson } from '@/lib/domain/canonical-json'
import { hashOfValue } from '@/lib/domain/hash'
import { laterAugmentationKnobs, laterKnobs, type Recipe } from './recipe'

export const recipeHash = (recipe: Recipe): string => hashOfValue(knobsThatCount(recipe))

/** The recipe without the later knobs that stand at their defaults. */
export function knobsThatCount(recipe: Recipe): Record<string, unknown> {
  return {
    ...changed(recipe, laterKnobs),
    augmentation: changed(recipe.augmentation, laterAugmentationKnobs),
  }
}

const changed = (knobs: object, defaults: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(knobs).filter(
      ([name, value]) => !(name in defaults) || canonicalJson(value) !== canonicalJson(defaults[name]),
    ),
  )
