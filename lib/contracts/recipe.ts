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

export const augmentationSchema = z
  .strictObject({
    /** Angles are drawn from 0 to here, degrees, about the centre; 0 = no rotation, 360 = any. */
    rotationDegrees: z.number().min(0).max(360),
    /** 0: any angle in the range. Otherwise only its multiples: 90 turns a square without resampling it. */
    rotationStepDegrees: z.number().min(0).max(180).default(0),
    /** Left–right and up–down, each with probability ½. */
    flips: z.boolean(),
    /** Magnification is drawn between these two; 1 = as it is, 1.1 = a tenth larger. */
    scaleMin: z.number().min(0.5).max(2),
    scaleMax: z.number().min(0.5).max(2),
  })
  .refine((a) => a.scaleMin <= a.scaleMax, 'scaleMin must not exceed scaleMax.')

export const recipeSchema = z.strictObject({
  stage: z.enum(trainedStages),
  /** An id of the catalogue (lib/network/catalogue). */
  architecture: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  epochs: z.number().int().min(1).max(1000),
  /** Training views in an epoch, rounded to whole batches; null = as many as there are training items. */
  viewsPerEpoch: z.number().int().min(1).max(10_000_000).nullable(),
  /** Items a step. Batch normalisation needs at least 2. */
  batchSize: z.number().int().min(2).max(1024),
  /** Adam's step size at the start; a half cosine takes it to 0 at the last step. */
  learningRate: z.number().positive().max(1),
  /** Share of units silenced after each fully connected layer while training, 0…1. */
  dropout: z.number().min(0).max(0.95),
  /** sampling: every class that occurs is drawn equally often; none: every item equally often. */
  balance: z.enum(['sampling', 'none']),
  augmentation: augmentationSchema,
})
export type Recipe = z.infer<typeof recipeSchema>
export type Augmentation = z.infer<typeof augmentationSchema>

const anyTurn: Augmentation = {
  rotationDegrees: 360,
  rotationStepDegrees: 0,
  flips: true,
  scaleMin: 0.9,
  scaleMax: 1.1,
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
  epochs: 30,
  viewsPerEpoch: null,
  batchSize: 32,
  learningRate: 1e-3,
  dropout: 0.5,
  balance: 'sampling',
  augmentation: anyTurn,
} as const

/**
 * paper: Tables I and II as printed, for a long run. small: narrower and shorter, a minute each on two cores.
 * tiny: seconds; shows that the path works, not that it learns much.
 */
export const recipePresets = {
  paper: {
    local: { ...paper, stage: 'local', architecture: 'local-table-1' },
    global: { ...paper, stage: 'global', architecture: 'global-table-2' },
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
