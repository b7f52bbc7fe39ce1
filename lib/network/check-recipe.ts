/** Whether a recipe can be trained at all, and with these examples: asked before anything is made. */
import { type Recipe, recipeSchema } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import type { Architecture } from './catalogue/architecture'
import { isDenseAble } from './dense'
import type { Examples } from './examples'
import { receptiveField } from './layers'

/** @throws AppError `network.recipe` naming the knob */
export function readRecipe(recipe: Recipe): Recipe {
  const parsed = recipeSchema.safeParse(recipe)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') || 'the whole'
  throw new AppError('network.recipe', `The recipe is wrong at “${place}”: ${issue?.message}. Correct it there.`, 422)
}

/** @throws AppError `network.recipe` where blocks of patches cannot be learned from with this network and these items */
export function refuseImpossibleBlock({ block }: Recipe, architecture: Architecture, { blocks, classCount }: Examples) {
  if (block === 1) return
  if (!isDenseAble(architecture)) {
    throw new AppError(
      'network.recipe',
      `The architecture “${architecture.id}” cannot look at a block of ${block} × ${block} patches at once; set the block to 1, or choose one whose convolutions are unpadded.`,
      422,
    )
  }
  if (blocks && block > blocks.max) {
    throw new AppError(
      'network.recipe',
      `A block of ${block} × ${block} patches is larger than a photograph, which has ${blocks.max} a side; set a smaller block.`,
      422,
    )
  }
  const { step } = receptiveField(architecture.build(classCount))
  if (blocks && blocks.stride % step === 0) return
  throw new AppError(
    'network.recipe',
    blocks
      ? `The patches lie ${blocks.stride} px apart, which is no multiple of the ${step} px between two answers of “${architecture.id}”; set the block to 1, or change the overlap of the grid.`
      : 'The training items do not lie on a grid, so there is no block of them; set the block to 1.',
    422,
  )
}
