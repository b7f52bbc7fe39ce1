/** Training runs: what starts one, and what its page is told while it goes. */
import { z } from 'zod'
import type { Evaluation } from './evaluation'
import { presetNames } from './recipe'
import { recipeChanges } from './recipe-changes'
import { id, shortText } from './scalars'

/** POST /api/runs — presets are in lib/contracts/recipe.ts. */
export const runRequest = z.strictObject({
  snapshotId: id,
  name: shortText,
  preset: z.enum(presetNames),
  stages: z.enum(['both', 'local', 'global']).default('both'),
  /** What is otherwise than in the preset. */
  local: recipeChanges.default({}),
  global: recipeChanges.default({}),
  /** The same for the epochs alone. */
  epochsLocal: z.number().int().min(1).max(1000).optional(),
  epochsGlobal: z.number().int().min(1).max(1000).optional(),
  weighting: z.enum(['paper', 'expected', 'none']).default('paper'),
  seed: z.number().int().min(0).max(2_147_483_647).default(1),
})
export type RunRequest = z.infer<typeof runRequest>

/** POST /api/runs/:id/continue — a new run from where that one ended. Epochs: so many more; left out = as many as it had. */
export const continuationRequest = z.strictObject({
  name: shortText.optional(),
  epochsLocal: z.number().int().min(1).max(1000).optional(),
  epochsGlobal: z.number().int().min(1).max(1000).optional(),
})
export type ContinuationRequest = z.infer<typeof continuationRequest>

/** POST /api/runs/:id */
export const runCommand = z.strictObject({ command: z.enum(['stop', 'resume']) })

export type RunProgress = {
  stage: 'local' | 'map' | 'global' | 'evaluate'
  epoch: number
  epochs: number
  step: number
  stepsTotal: number
  loss: number | null
  learningRate: number | null
  examplesPerSecond: number | null
  /** Share of its time in which the network waited for its batches, 0…1. */
  feedWaitShare: number | null
  secondsLeft: number | null
}

/** Values of one RunPoint. */
export type RunPointValues = {
  epoch: number
  loss: number
  learningRate: number
  examplesPerSecond: number
  validationLoss?: number | null
  validationKappa?: number | null
  validationAccuracy?: number | null
  /** Of the last point of a network whose training ended before its last epoch. */
  endsEarly?: true
}

/** One line of the list of runs. */
export type RunSummary = {
  id: string
  name: string
  snapshotId: string
  snapshotName: string
  state: 'queued' | 'running' | 'stopped' | 'failed' | 'finished'
  stage: RunProgress['stage'] | ''
  createdAt: string
  startedAt: string | null
  endedAt: string | null
  /** Why it failed or stopped; empty otherwise. */
  sentence: string
  progress: RunProgress | null
}

/** GET /api/runs/:id — everything the run's page draws. */
export type RunView = RunSummary & {
  seed: number
  /** Name and value with its unit, in the order to show. */
  recipe: { stage: 'local' | 'global'; name: string; value: string }[]
  backend: { name: string; version: string; threads: number | null } | null
  stopRequested: boolean
  /** The run that this one continues. */
  parent: { id: string; name: string } | null
  /** Those that continue it. */
  children: { id: string; name: string }[]
  /** The networks that a run which continues this one trains on, and their epochs here; empty while it goes. */
  continuable: { stage: 'local' | 'global'; epochs: number }[]
  /** Those of the runs that it continues come first. Thinned to at most 600 a stage and run. */
  points: { stage: 'local' | 'global'; step: number; values: RunPointValues }[]
  models: { id: string; stage: 'local' | 'global'; architecture: string; evaluation: Evaluation }[]
}
