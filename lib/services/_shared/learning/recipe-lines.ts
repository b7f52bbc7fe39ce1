/** Every knob of a recipe in words, with its unit, in the order in which a page shows them. */
import type { Augmentation, Recipe, TrainedStage } from '@/lib/contracts/recipe'
import { type RunRecipe, stagesOf } from './run-recipe'

export type RecipeLine = { stage: TrainedStage; name: string; value: string }

export function recipeLines(recipe: RunRecipe): RecipeLine[] {
  const knobs = stagesOf(recipe).flatMap((stage) => {
    const knobsOf = recipe[stage]
    return knobsOf ? linesOf(knobsOf).map(([name, value]) => ({ stage, name, value })) : []
  })
  return recipe.global ? [...knobs, { stage: 'global', name: 'Weighting', value: recipe.weighting }] : knobs
}

const schedules: Record<Recipe['schedule'], string> = {
  cosine: 'falling to 0 along a half cosine',
  constant: 'constant',
  steps: 'a tenth from half of the steps on, a hundredth from three quarters on',
}

const binaryHeads: Record<TrainedStage, string> = {
  local: 'lesion or normal',
  global: 'referable (grade 2 or more) or not (grade 0)',
}

function linesOf(recipe: Recipe): [string, string][] {
  const { stage, block, surroundings, warmupSteps } = recipe
  const views = recipe.viewsPerEpoch === null ? 'one an item' : String(recipe.viewsPerEpoch)
  const rate = `${recipe.learningRate}, ${schedules[recipe.schedule]}`
  return [
    ['Architecture', recipe.architecture],
    ['Classes', recipe.head === 'binary' ? binaryHeads[stage] : 'all'],
    ...(stage === 'local' ? ([['Surroundings', `${surroundings} px`]] as [string, string][]) : []),
    ['Epochs', String(recipe.epochs)],
    ['Views an epoch', block > 1 ? `${views}, each of ${block} × ${block} patches` : views],
    ['Batch', `${recipe.batchSize} ${block > 1 ? 'crops' : 'items'}`],
    ['Learning rate', warmupSteps > 0 ? `${rate}, after a warm-up of ${warmupSteps} steps` : rate],
    ['Weight decay', String(recipe.weightDecay)],
    ['Largest gradient norm', recipe.clipNorm === null ? 'no limit' : String(recipe.clipNorm)],
    ['Dropout', String(recipe.dropout)],
    ['Balance', recipe.balance === 'sampling' ? 'classes drawn equally often' : 'none'],
    ['Class weights', typeof recipe.classWeights === 'string' ? recipe.classWeights : recipe.classWeights.join(', ')],
    ['Early stopping', endOf(recipe)],
    ...viewsOf(recipe.augmentation),
  ]
}

function endOf({ earlyStopping }: Recipe): string {
  if (!earlyStopping) return 'none'
  const figures = { kappa: 'kappa', macroF1: 'macro-F1', loss: 'loss' }
  return `after ${earlyStopping.patienceEpochs} epochs without a better validation ${figures[earlyStopping.figure]}`
}

function viewsOf(augmentation: Augmentation): [string, string][] {
  const { rotationDegrees, rotationStepDegrees: step, shift, brightness, contrast } = augmentation
  const rotation = rotationDegrees === 0 ? 'none' : `0–${rotationDegrees}°${step === 0 ? '' : ` in steps of ${step}°`}`
  const upTo = (value: number, unit: string) => (value === 0 ? 'none' : `up to ± ${unit}`)
  return [
    ['Rotation', rotation],
    ['Flips', augmentation.flips ? 'left–right and up–down' : 'none'],
    ['Scale', `${augmentation.scaleMin}–${augmentation.scaleMax}`],
    ['Shift', upTo(shift, `${shift} of the side`)],
    ['Brightness', upTo(brightness, `${brightness} of the scaled input`)],
    ['Contrast', upTo(contrast, `${Math.round(100 * contrast)} %`)],
  ]
}
