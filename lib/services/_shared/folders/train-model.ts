/**
 * One training of this machine, from wherever it is to a model's folder: it goes on from its last checkpoint, says how good
 * the network is on the photographs held out, and publishes the whole of it at once. What it needs on the way lies beside
 * the model, in a folder that goes when the model is there.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { Recipe } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { gradeClassNames, patchClassNames } from '@/lib/domain/heads'
import {
  type Askable,
  type FeedModule,
  loadModel,
  type ModelCard,
  type ModelFiles,
  mostLikely,
  type Progress,
  predict,
  train,
} from '@/lib/network'
import { publishFolder } from '@/lib/storage'
import { checkpointFolder } from '../learning/checkpoint-folder'
import { evaluationOf } from '../learning/evaluation'
import type { Grouped } from '../learning/local-examples'

/** Where a training that makes `out` keeps what it needs. */
export const workFolderOf = (out: string): string => `${path.resolve(out)}.training`

/** @throws AppError `model.taken` where there is something already: a model is never overwritten */
export async function refuseTaken(out: string): Promise<void> {
  const names = await fs.readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw taken(out)
  })
  if (names.length > 0) throw taken(out)
}

const taken = (out: string) =>
  new AppError(
    'model.taken',
    `${out} is there already, and what is there is never overwritten; give another --out, or remove it.`,
    409,
  )

export type ModelTraining = {
  recipe: Recipe
  seed: number
  training: Grouped
  /** May be empty. */
  validation: Grouped
  /** Where another thread finds the same training examples. */
  feed: FeedModule
  snapshotHash: string
  /** Probabilities of the validation items, where there is a quicker way than one by one. */
  predictValidation?(asked: Askable): Promise<Float32Array>
  /** Grade of every class; unused for a lesion model. */
  gradeClasses: readonly number[]
  notes: ModelCard['notes']
  out: string
  /** Of the model's folder beside the network's own. */
  moreFiles: ModelFiles
  signal: AbortSignal
  onProgress(progress: Progress): void
}

export type Trained =
  | { outcome: 'stopped'; step: number }
  | { outcome: 'finished'; card: ModelCard; evaluation: Evaluation | null }

/** @throws AppError of `train`, `model.otherTraining`, `model.taken`, `storage.full` */
export async function trainModel(options: ModelTraining): Promise<Trained> {
  const { recipe, seed, training, validation, feed, snapshotHash, gradeClasses, notes, out, signal, onProgress } =
    options
  const { predictValidation } = options
  const work = workFolderOf(out)
  const names = recipe.stage === 'local' ? patchClassNames(recipe.head) : gradeClassNames(recipe.head, gradeClasses)
  const { outcome, weights, stepsDone } = await train({
    recipe,
    seed,
    training,
    validation,
    predictValidation,
    feed,
    snapshotHash,
    checkpoints: checkpointFolder(path.join(work, 'checkpoints')),
    checkpointEverySteps: checkpointEverySteps(recipe, training.size),
    onProgress,
    signal,
    classes: [...names],
    notes,
  }).catch((error: unknown) => {
    throw isOtherTraining(error) ? otherTraining(out, work, error) : error
  })
  if (outcome === 'stopped') return { outcome, step: stepsDone }
  const { card, evaluation } = await evaluate(weights, options)
  const figures: ModelFiles = evaluation ? { 'evaluation.json': asJson(evaluation) } : {}
  await publishFolder(out, { ...weights, ...figures, ...options.moreFiles }, work)
  await fs.rm(work, { recursive: true, force: true })
  return { outcome, card, evaluation }
}

/** Four times an epoch, and at least every hundred steps: what a kill costs, against what writing costs. */
function checkpointEverySteps({ viewsPerEpoch, batchSize }: Recipe, size: number): number {
  return Math.min(100, Math.max(5, Math.round((viewsPerEpoch ?? size) / batchSize / 4)))
}

async function evaluate(files: ModelFiles, options: ModelTraining) {
  const { validation, recipe, gradeClasses, predictValidation, signal } = options
  const model = await loadModel(files)
  try {
    const { card } = model
    if (validation.size === 0) return { card, evaluation: null }
    const probabilities = await (predictValidation?.(model) ?? predict(model, validation, { signal }))
    const chosen = mostLikely(probabilities, validation.classCount)
    const groups = Array.from(validation.labels, (_, i) => validation.groupOf(i))
    const predicted = { truth: validation.labels, probabilities, chosen, groups }
    return { card, evaluation: evaluationOf(recipe.stage, predicted, gradeClasses, recipe.head) }
  } finally {
    model.dispose()
  }
}

const asJson = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)

const isOtherTraining = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'network.checkpointOfAnotherRun'

const otherTraining = (out: string, work: string, { sentence }: AppError) =>
  new AppError(
    'model.otherTraining',
    `${work} holds a training that began otherwise: ${sentence.split(';')[0]}. Give the same photographs and options to go on with it, another --out than ${out}, or remove that folder.`,
    409,
  )
