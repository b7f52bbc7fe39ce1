/**
 * A recipe holds every knob of one training run of one network, with its units. Recipe + snapshot + seed determine the
 * run, so a recipe is stored with the run, hashed into its checkpoints and written into the model.
 * The paper states neither optimiser, learning rate, epochs, batch size, initialisation nor the ranges of augmentation:
 * those of the presets are ours (science §10): He initialisation, Adam at 1e-3 with cosine decay, batches of 32, any
 * rotation, flips, scale 0.9–1.1.
 */
import { z } from 'zod'

export const trainedStages = ['local', 'global'] as const
/** local: patch → lesion class; global: (weighted) image → grade. */
export type TrainedStage = (typeof trainedStages)[number]

/**
 * Knobs that recipes did not always have, each at what a recipe without it meant. `recipeHash` leaves out a knob that
 * stands as here, so that a new knob changes the identity of no run that is stored already.
 */
export const laterKnobs = {
  head: 'classes',
  schedule: 'cosine',
  warmupSteps: 0,
  weightDecay: 0,
  clipNorm: null,
  classWeights: 'none',
  earlyStopping: null,
  block: 1,
  surroundings: 0,
} as const
export const laterAugmentationKnobs = { shift: 0, brightness: 0, contrast: 0 } as const

export const blockMax = 64
export const surroundingsMax = 128

/** Every knob of augmentation and its range. */
export const augmentationKnobs = {
  /** Angles are drawn from 0 to here, degrees, about the centre; 0 = no rotation, 360 = any. */
  rotationDegrees: z.number().min(0).max(360),
  /** 0: any angle in the range. Otherwise only its multiples: 90 turns a square without resampling it. */
  rotationStepDegrees: z.number().min(0).max(180),
  /** Left–right and up–down, each with probability ½. */
  flips: z.boolean(),
  /** Magnification is drawn between these two; 1 = as it is, 1.1 = a tenth larger. */
  scaleMin: z.number().min(0.5).max(2),
  scaleMax: z.number().min(0.5).max(2),
  /** A view is moved by up to this share of its side, each way along both axes: a random crop. */
  shift: z.number().min(0).max(0.5),
  /** Up to ± this is added to every value, in units of the scaled input (−1…1). */
  brightness: z.number().min(0).max(1),
  /** Values are multiplied by a factor from 1 − this to 1 + this. */
  contrast: z.number().min(0).max(0.9),
}

/** Every knob and its range. */
export const knobs = {
  stage: z.enum(trainedStages),
  /** An id of the catalogue (lib/network/catalogue). */
  architecture: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /**
   * classes: one score a class of the data. binary (science §3, §5): lesion against normal; referable (grade 2 or more)
   * against grade 0, grade 1 left out.
   */
  head: z.enum(['classes', 'binary']),
  epochs: z.number().int().min(1).max(1000),
  /** Training views in an epoch, rounded to whole batches; null = as many as there are training items. */
  viewsPerEpoch: z.number().int().min(1).max(10_000_000).nullable(),
  /** Items a step. Batch normalisation needs at least 2, or a block of more than one patch. */
  batchSize: z.number().int().min(1).max(1024),
  /**
   * Dense training: patches along one side of a training crop. The crop's convolutions are shared by all of its patches and
   * the loss is taken over those that are labelled. 1 = patch by patch. Needs an architecture that can be evaluated densely.
   */
  block: z.number().int().min(1).max(blockMax),
  /**
   * Local networks: pixels around each patch, on all four sides, that the network sees as well, as a reader does. The answer is about
   * the patch alone. Beyond the picture they are what lies outside the field of view.
   */
  surroundings: z.number().int().min(0).max(surroundingsMax),
  /** Adam's largest step size. */
  learningRate: z.number().positive().max(1),
  /**
   * What becomes of it after the warm-up. cosine: half a cosine to 0 at the last step; constant; steps: a tenth from half of
   * the steps on, a hundredth from three quarters on.
   */
  schedule: z.enum(['cosine', 'constant', 'steps']),
  /** Steps in which the step size rises from near 0 in a straight line. */
  warmupSteps: z.number().int().min(0).max(100_000),
  /** Share of every kernel that an update takes away, times the step size (decoupled, as AdamW); biases and normalisation keep theirs. */
  weightDecay: z.number().min(0).max(1),
  /** Largest Euclidean norm of the whole gradient; a longer one is shortened to it. null = no limit. */
  clipNorm: z.number().positive().max(1e6).nullable(),
  /** Share of units silenced after each fully connected layer while training, 0…1. */
  dropout: z.number().min(0).max(0.95),
  /** sampling: every class that occurs is drawn equally often; none: every item equally often. */
  balance: z.enum(['sampling', 'none']),
  /**
   * Factors of the loss by class; their mean over a batch stays 1. balanced: inversely as often as the class occurs among the
   * training items; softened: inversely as the square root of that. Beside `balance: 'sampling'` that would count rare classes twice.
   */
  classWeights: z.union([
    z.enum(['none', 'softened', 'balanced']),
    z.array(z.number().positive().max(1000)).min(2).max(16),
  ]),
  /** Ends the run once this many epochs in a row were no better than the best by `figure` on the validation set. null = never. */
  earlyStopping: z
    .strictObject({
      patienceEpochs: z.number().int().min(1).max(1000),
      figure: z.enum(['kappa', 'macroF1', 'loss']),
    })
    .nullable(),
}

/** A knob that came later may be missing in what was stored before. */
export const augmentationSchema = z
  .strictObject({
    ...augmentationKnobs,
    rotationStepDegrees: augmentationKnobs.rotationStepDegrees.default(0),
    shift: augmentationKnobs.shift.default(laterAugmentationKnobs.shift),
    brightness: augmentationKnobs.brightness.default(laterAugmentationKnobs.brightness),
    contrast: augmentationKnobs.contrast.default(laterAugmentationKnobs.contrast),
  })
  .refine((a) => a.scaleMin <= a.scaleMax, 'scaleMin must not exceed scaleMax.')

const storedKnobs = z.strictObject({
  ...knobs,
  head: knobs.head.default(laterKnobs.head),
  block: knobs.block.default(laterKnobs.block),
  surroundings: knobs.surroundings.default(laterKnobs.surroundings),
  schedule: knobs.schedule.default(laterKnobs.schedule),
  warmupSteps: knobs.warmupSteps.default(laterKnobs.warmupSteps),
  weightDecay: knobs.weightDecay.default(laterKnobs.weightDecay),
  clipNorm: knobs.clipNorm.default(laterKnobs.clipNorm),
  classWeights: knobs.classWeights.default(laterKnobs.classWeights),
  earlyStopping: knobs.earlyStopping.default(laterKnobs.earlyStopping),
  augmentation: augmentationSchema,
})

/** Rules that two knobs share. */
export const recipeSchema = storedKnobs
  .refine(({ batchSize, block }) => batchSize >= 2 || block > 1, {
    path: ['batchSize'],
    message: 'a batch needs at least 2 items where the block is 1 (batch normalisation)',
  })
  .refine(({ block, augmentation }) => block === 1 || keepsTheGrid(augmentation), {
    path: ['augmentation'],
    message:
      'with a block of more than 1 patch only quarter turns and flips keep patches and labels together: no scale, no shift',
  })
  .refine(({ stage, surroundings }) => stage === 'local' || surroundings === 0, {
    path: ['surroundings'],
    message: 'a whole photograph has no surroundings; set them to 0',
  })
export type Recipe = z.infer<typeof recipeSchema>
export type Augmentation = z.infer<typeof augmentationSchema>

function keepsTheGrid({ rotationDegrees, rotationStepDegrees, scaleMin, scaleMax, shift }: Augmentation): boolean {
  const isQuarterTurn = rotationDegrees === 0 || (rotationStepDegrees > 0 && rotationStepDegrees % 90 === 0)
  return isQuarterTurn && scaleMin === 1 && scaleMax === 1 && shift === 0
}

const anyTurn: Augmentation = {
  rotationDegrees: 360,
  rotationStepDegrees: 0,
  flips: true,
  scaleMin: 0.9,
  scaleMax: 1.1,
  ...laterAugmentationKnobs,
}
/** A lesion in a corner of a patch would leave it under most angles and the label would be wrong: quarter turns keep it. */
const quarterTurns: Augmentation = {
  ...anyTurn,
  rotationDegrees: 270,
  rotationStepDegrees: 90,
  scaleMin: 1,
  scaleMax: 1,
}

const paper = {
  ...laterKnobs,
  epochs: 30,
  viewsPerEpoch: null,
  batchSize: 32,
  learningRate: 1e-3,
  dropout: 0.5,
  balance: 'sampling',
  augmentation: anyTurn,
} as const

/**
 * paper: Tables I and II as printed, for a long run. dense: what learns lesions best here, on crops of many patches, within an hour
 * on two cores. small: narrower and shorter, a minute each on two cores.
 * tiny: seconds; shows that the path works, not that it learns much.
 */
export const recipePresets = {
  paper: {
    local: { ...paper, stage: 'local', architecture: 'local-table-1' },
    global: { ...paper, stage: 'global', architecture: 'global-table-2' },
  },
  dense: {
    local: {
      ...paper,
      stage: 'local',
      architecture: 'local-dense',
      epochs: 40,
      viewsPerEpoch: 400,
      batchSize: 4,
      block: 5,
      surroundings: 12,
      learningRate: 3e-3,
      warmupSteps: 50,
      weightDecay: 0.01,
      dropout: 0,
      classWeights: 'softened',
      augmentation: { ...quarterTurns, brightness: 0.05, contrast: 0.2 },
    },
    global: {
      ...paper,
      stage: 'global',
      architecture: 'global-small',
      epochs: 40,
      viewsPerEpoch: 320,
      batchSize: 16,
      learningRate: 3e-3,
      dropout: 0.25,
    },
  },
  small: {
    local: {
      ...paper,
      stage: 'local',
      architecture: 'local-small',
      epochs: 8,
      viewsPerEpoch: 1280,
      learningRate: 3e-3,
      dropout: 0.25,
      augmentation: quarterTurns,
    },
    global: {
      ...paper,
      stage: 'global',
      architecture: 'global-small',
      epochs: 12,
      viewsPerEpoch: 160,
      batchSize: 16,
      learningRate: 3e-3,
      dropout: 0.25,
    },
  },
  tiny: {
    local: {
      ...paper,
      stage: 'local',
      architecture: 'tiny-local',
      epochs: 4,
      viewsPerEpoch: 512,
      learningRate: 1e-2,
      dropout: 0.1,
      augmentation: quarterTurns,
    },
    global: {
      ...paper,
      stage: 'global',
      architecture: 'tiny-global',
      epochs: 6,
      viewsPerEpoch: 96,
      batchSize: 16,
      learningRate: 1e-2,
      dropout: 0.1,
    },
  },
} as const satisfies Record<string, Record<TrainedStage, Recipe>>

export type RecipePreset = keyof typeof recipePresets
export const presetNames = ['paper', 'dense', 'small', 'tiny'] as const satisfies RecipePreset[]
