/** What can be chosen for a training on the command line. */
import { type RecipePreset, recipePresets, type TrainedStage } from '@/lib/contracts/recipe'
import { catalogue, findArchitecture } from '@/lib/network'

const isPreset = (name: string): name is RecipePreset => Object.hasOwn(recipePresets, name)
export const presets: readonly RecipePreset[] = Object.keys(recipePresets).filter(isPreset)

/** What is trained unless somebody says otherwise: the one that learns best within an hour or two. */
export const bestPreset: RecipePreset = 'dense'

export const epochsAllowed = { min: 1, max: 1000 }
export const seedsAllowed = { min: 0, max: 2 ** 32 - 1 }

export const architectureIds = (stage: TrainedStage): string =>
  catalogue
    .filter((entry) => entry.stage === stage)
    .map(({ id }) => id)
    .join(', ')

/** @returns null where none was named  @throws AppError `network.unknownArchitecture`, `network.wrongStage` */
export const knownArchitecture = (stage: TrainedStage, id: string | undefined): string | null =>
  id === undefined ? null : findArchitecture(id, stage).id
