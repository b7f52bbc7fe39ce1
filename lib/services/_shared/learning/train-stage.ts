/**
 * One stage of a run: train (or go on from the last checkpoint), evaluate on patients that training never saw, publish. A
 * stage whose model is there already is not done again.
 */
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { Recipe, TrainedStage } from '@/lib/contracts/recipe'
import type { Split } from '@/lib/contracts/snapshot'
import { gradeClassNames, patchClassNames } from '@/lib/domain/heads'
import {
  type Askable,
  loadModel,
  type Model,
  type ModelCard,
  type ModelFiles,
  mostLikely,
  predict,
  train,
} from '@/lib/network'
import { runFolder } from '../stores'
import { type Beginning, forgetParent, parentOf } from './beginning'
import { checkpointFolder } from './checkpoint-folder'
import { evaluationOf } from './evaluation'
import type { Grouped } from './local-examples'
import { publishModel } from './publish-model'
import type { RunClaim } from './run-claim'
import { feedOf, orderlyExamples, type RunExamples } from './run-examples'
import type { ProgressWriter } from './run-progress'

export type StageOptions = {
  claim: RunClaim
  recipe: Recipe
  seed: number
  snapshotHash: string
  /** The checkpoint of another run that this one continues. */
  beginning: Beginning | undefined
  gradeClasses: readonly number[]
  examples: Record<Split, RunExamples>
  /**
   * Probabilities of a side's items where there is a quicker way than one by one.
   * @throws the signal's reason when it is aborted
   */
  predictSide?(asked: Askable, side: Split): Promise<Float32Array>
  notes: ModelCard['notes']
  progress: ProgressWriter
  signal: AbortSignal
  now: () => Date
  clock: () => number
}

/** @returns finished: false when the signal ended it; a checkpoint is there then */
export async function trainStage(options: StageOptions): Promise<{ finished: boolean }> {
  const { claim, recipe, examples, gradeClasses, progress, predictSide, signal, now } = options
  const folder = runFolder(claim.runId, recipe.stage)
  const checkpoints = checkpointFolder(folder)
  const training = orderlyExamples(examples.train)
  const { outcome, weights } = await train({
    recipe,
    seed: options.seed,
    training,
    feed: feedOf(examples.train),
    validation: orderlyExamples(examples.validation),
    predictValidation: predictSide && ((asked) => predictSide(asked, 'validation')),
    snapshotHash: options.snapshotHash,
    checkpoints,
    parent: await parentOf(claim.runId, recipe.stage, options.beginning),
    checkpointEverySteps: checkpointEvery(recipe, training.size),
    onProgress: progress.step,
    signal,
    clock: options.clock,
    classes: [
      ...(recipe.stage === 'local' ? patchClassNames(recipe.head) : gradeClassNames(recipe.head, gradeClasses)),
    ],
    notes: options.notes,
  })
  if (outcome === 'stopped') return { finished: false }
  const evaluation = await evaluateFiles(weights, options)
  if (!evaluation || signal.aborted) return { finished: false }
  const { stage, architecture } = recipe
  await publishModel(claim, { stage, architecture, files: weights, evaluation, now: now() })
  await tidyStage(claim.runId, stage)
  return { finished: true }
}

/** Of a stage that is over, the last checkpoint stays: another run may go on from it. */
export async function tidyStage(runId: string, stage: TrainedStage): Promise<void> {
  await checkpointFolder(runFolder(runId, stage)).keepLast()
  await forgetParent(runId, stage)
}

/** Four times an epoch, and at least every hundred steps: what a kill costs, against what writing costs. */
function checkpointEvery({ viewsPerEpoch, batchSize }: Recipe, size: number): number {
  const stepsPerEpoch = Math.round((viewsPerEpoch ?? size) / batchSize)
  return Math.min(100, Math.max(5, Math.round(stepsPerEpoch / 4)))
}

/** Undefined when the signal ended it. */
async function evaluateFiles(files: ModelFiles, options: StageOptions): Promise<Evaluation | undefined> {
  const { progress, signal } = options
  const test = orderlyExamples(options.examples.test)
  await progress.count('evaluate', 0, test.size)
  const model = await loadModel(files)
  try {
    return await evaluateOn(model, test, options)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined
    throw error
  } finally {
    model.dispose()
    await progress.count('evaluate', test.size, test.size)
  }
}

async function evaluateOn(
  model: Model,
  test: Grouped,
  { recipe: { stage, head }, gradeClasses, predictSide, signal }: StageOptions,
): Promise<Evaluation> {
  const probabilities = await (predictSide?.(model, 'test') ?? predict(model, test, { signal }))
  const chosen = mostLikely(probabilities, test.classCount)
  const groups = Array.from(test.labels, (_, i) => test.groupOf(i))
  return evaluationOf(stage, { truth: test.labels, probabilities, chosen, groups }, gradeClasses, head)
}
