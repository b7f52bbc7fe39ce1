/** What every group of settings is given: the recipe as it stands, and a way to change some of it. */
import type { Recipe } from '@/lib/contracts/recipe'

export type KnobProps = { recipe: Recipe; change: (changes: Partial<Recipe>) => void }
