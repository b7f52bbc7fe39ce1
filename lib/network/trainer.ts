/**
 * Trains one network. Recipe + snapshot + seed determine the run: every draw (initial weights, order of items, views,
 * dropout masks) comes from one seeded generator, whose state is in the checkpoint. Knobs, then one loop, top to bottom.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Recipe } from '@/lib/contracts/recipe'
import { recipeHash } from '@/lib/contracts/recipe-hash'
import { AppError } from '@/lib/domain/errors'
import { seededRandom } from '@/lib/domain/random'
import { createAdam } from './adam'
import { type Backend, selectBackend } from './backend'
import { findArchitecture } from './catalogue'
import { readRecipe, refuseImpossibleBlock } from './check-recipe'
import {
  type CheckpointStore,
  continueCheckpoint,
  packCheckpoint,
  restoreCheckpoint,
  type TrainingState,
} from './checkpoint'
import { classWeightsFor } from './class-weights'
import { checkExamples, contrastScale, countLabelled, type Examples, type InputScale } from './examples'
import { createFeed, directSource } from './feed'
import { type FeedModule, startFeedThread } from './feed-thread'
import { type Askable, type CardWithoutLayout, type ModelFiles, packModel } from './model'
import { createNetwork, type Network } from './network'
import { createPlanner } from './plan'
import { predict } from './predict'
import { createMeter, type EpochSummary, type Progress } from './progress'
import { learningRateAt } from './schedule'
import { trainStep } from './train-step'
import { figureOf, hasStoppedImproving, isBetter, validate } from './validation'
import { readWeights } from './weights'

export type TrainingOptions = {
  recipe: Recipe
  /** An integer, 0 … 2³² − 1. */
  seed: number
  training: Examples
  /** Where another thread finds the same training examples; without it, batches are made between the steps. */
  feed?: FeedModule
  /** May be empty; then the last weights are the best. */
  validation: Examples
  /**
   * Probabilities of the validation items where there is a quicker way than one by one.
   * @returns n × classCount, in the order of the items; @throws the signal's reason when it is aborted
   */
  predictValidation?(asked: Askable, signal: AbortSignal | undefined): Promise<Float32Array>
  snapshotHash: string
  checkpoints: CheckpointStore
  checkpointEverySteps: number
  /** The last checkpoint of a run that this one continues, and the hash of its manifest; see `continueCheckpoint`. */
  parent?: { files: Record<string, Uint8Array>; sha256: string }
  /** After every step; awaited. */
  onProgress(progress: Progress): void | Promise<void>
  /** Aborting it ends the run after the present step or amid a validation, with a checkpoint. */
  signal?: AbortSignal
  /** The rest goes into the model's card. Class names: by default their numbers. */
  classes?: string[]
  inputScale?: InputScale
  notes?: CardWithoutLayout['notes']
  /** By default the best of this machine. */
  backend?: Backend
  /** Milliseconds; for the rates in `onProgress` only. */
  clock?: () => number
}

export type TrainingResult = {
  outcome: 'finished' | 'stopped'
  /** The model of the best epoch (of the present weights where no epoch is over), as `loadModel` takes it. */
  weights: ModelFiles
  history: EpochSummary[]
  stepsDone: number
}

/** Batches that the feed's thread makes while the network is busy with one. */
const batchesAhead = 2

/**
 * Starts, or goes on from the store's latest checkpoint: a finished run is returned as it was.
 * @throws AppError `network.recipe`, `network.lossNotFinite`, `network.checkpointOfAnotherRun`, `network.noExamples`,
 *   `network.examples`, `network.feedDied`, and whatever the examples throw
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { seed, training, validation, checkpoints, parent, signal, snapshotHash } = options
  const recipe = readRecipe(options.recipe)
  checkExamples('training', training)
  checkExamples('validation', validation)
  if (training.size === 0)
    throw new AppError('network.noExamples', 'There are no training items; agree on some labels first.', 422)
  const architecture = findArchitecture(recipe.architecture, recipe.stage)
  refuseImpossibleBlock(recipe, architecture, training)

  const backend = options.backend ?? (await selectBackend())
  const clock = options.clock ?? (() => performance.now())
  const { inputShape, classCount, labels } = training
  const { augmentation, block, clipNorm, weightDecay } = recipe
  const { inputScale = contrastScale, classes = Array.from({ length: classCount }, (_, k) => String(k)) } = options
  const classWeights = classWeightsFor(recipe.classWeights, labels, classCount)
  const stepsPerEpoch = Math.max(1, Math.round((recipe.viewsPerEpoch ?? training.size) / recipe.batchSize))
  const stepsOfRun = stepsPerEpoch * recipe.epochs
  const identity = { recipeHash: recipeHash(recipe), snapshotHash, seed, parentHash: parent?.sha256 ?? null }

  const cleanUp: (() => unknown)[] = []
  try {
    const checkpoint = await checkpoints.loadLatest()
    const random = seededRandom(seed)
    const network = createNetwork(backend, architecture, inputShape, classCount, checkpoint ? undefined : random)
    cleanUp.push(network.dispose)
    const adam = createAdam(backend, network.variables)
    cleanUp.push(adam.dispose)
    const parts = { network, adam, random }
    const state = checkpoint
      ? restoreCheckpoint(checkpoint, parts, identity)
      : parent
        ? continueCheckpoint(parent.files, parts, identity)
        : beginning()
    noteBackend(state, backend)
    const { began, history } = state
    const stepsTotal = began.step + stepsOfRun

    const source = options.feed ? await startFeedThread(options.feed, training) : directSource(training)
    cleanUp.push(source.close)
    const from = state.step - began.step
    const planner = createPlanner({ labels, recipe, random, order: state.order, stepsPerEpoch, from, to: stepsOfRun })
    const feed = createFeed(planner, source, { augmentation, block, ahead: options.feed ? batchesAhead : 0 })
    const meter = createMeter()

    const save = async () => checkpoints.save(await packCheckpoint(parts, state, feed.cursor(), identity), 'latest')
    const pack = (): Promise<ModelFiles> => {
      const last = state.best?.summary ?? history.at(-1)
      const card: CardWithoutLayout = {
        stage: recipe.stage,
        architecture: architecture.id,
        classes,
        inputShape,
        inputScale,
        recipe,
        ...identity,
        backends: state.backends,
        epoch: last?.epoch ?? 0,
        validation: last?.validation ?? null,
        notes: options.notes ?? {},
      }
      return packModel(network, card, state.best?.weights)
    }
    const result = async (outcome: TrainingResult['outcome']): Promise<TrainingResult> => {
      await save()
      return { outcome, weights: await pack(), history, stepsDone: state.step }
    }

    /** A run can end between an epoch's last step and its validation: then that comes first when it goes on. */
    const isEpochOver = () =>
      state.step > began.step && (state.step - began.step) % stepsPerEpoch === 0 && history.at(-1)?.step !== state.step
    const isDone = () => state.step === stepsTotal || hasStoppedImproving(recipe, state)
    let loss = state.lossSum / stepsPerEpoch

    while (!isDone() || isEpochOver()) {
      if (signal?.aborted) return await result('stopped')

      if (!isEpochOver()) {
        const asked = clock()
        const { plan, batch } = await feed.next()
        const fed = clock()
        const dropout = { rate: recipe.dropout, random: seededRandom(plan.dropoutSeed) }
        const stepOfRun = state.step - began.step
        loss = await trainStep(network, adam, batch, {
          learningRate: learningRateAt(recipe, stepOfRun, stepsOfRun),
          step: state.step + 1,
          mode: { training: true, dropout },
          classWeights,
          clipNorm,
          weightDecay,
        })
        if (!Number.isFinite(loss)) throw lossNotFinite(state.step + 1, loss, Array.from(plan.items, training.idOf))
        meter.add(countLabelled(batch), fed - asked, clock() - asked)
        state.lossSum = loss + (stepOfRun % stepsPerEpoch === 0 ? 0 : state.lossSum)
        state.step += 1
      }

      const epoch = began.epoch + Math.ceil((state.step - began.step) / stepsPerEpoch)
      const learningRate = learningRateAt(recipe, state.step - 1 - began.step, stepsOfRun)
      const wasLastOfEpoch = isEpochOver()
      if (wasLastOfEpoch) {
        const figures = await validateOn({ network, card: { recipe, classes, inputScale } }, state.step, options)
        if (figures === 'aborted') continue
        const meanLoss = state.lossSum / stepsPerEpoch
        const summary = { epoch, step: state.step, loss: meanLoss, learningRate, validation: figures }
        if (await keepIfBest(recipe, state, summary, network)) await checkpoints.save(await pack(), 'best')
        history.push(summary)
      }
      if (state.step % options.checkpointEverySteps === 0 && !isDone()) await save()

      await options.onProgress({
        stage: recipe.stage,
        epoch,
        epochs: began.epoch + recipe.epochs,
        step: state.step,
        stepsTotal,
        loss,
        learningRate,
        ...meter.rates(),
        ...(wasLastOfEpoch ? { validation: history.at(-1)?.validation ?? undefined } : {}),
        ...(isDone() && state.step < stepsTotal ? { endsEarly: true } : {}),
      })
      // Heartbeats and a request to stop get their turn even where nothing above has waited.
      await nextTurn()
    }
    return await result('finished')
  } finally {
    for (const one of cleanUp.reverse()) await one()
  }
}

const beginning = (): TrainingState => ({
  began: { step: 0, epoch: 0 },
  step: 0,
  order: new Uint32Array(0),
  lossSum: 0,
  history: [],
  best: null,
  backends: [],
})

function noteBackend(state: TrainingState, { version, threads }: Backend): void {
  const name = `${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
  if (state.backends.at(-1) !== name) state.backends.push(name)
}

/** null = there are no validation items. */
async function validateOn(
  asked: Askable,
  step: number,
  { validation, predictValidation, signal }: TrainingOptions,
): Promise<EpochSummary['validation'] | 'aborted'> {
  if (validation.size === 0) return null
  try {
    const found = await (predictValidation?.(asked, signal) ?? predict(asked, validation, { signal }))
    const figures = validate(found, validation.labels, validation.classCount)
    if (Number.isFinite(figures.loss)) return figures
    throw new AppError(
      'network.lossNotFinite',
      `The loss on the validation items is ${figures.loss} after step ${step}: the weights have run away. Lower the learning rate, or limit the gradient’s norm.`,
      422,
      { step },
    )
  } catch (error) {
    if (signal?.aborted) return 'aborted'
    throw error
  }
}

/** Without validation items there is nothing to compare: the last epoch is the best. */
async function keepIfBest(recipe: Recipe, state: TrainingState, summary: EpochSummary, network: Network) {
  const before = state.best?.summary.validation
  if (before && summary.validation && !isBetter(figureOf(recipe), summary.validation, before)) return false
  state.best = { summary, weights: await readWeights(network) }
  return true
}

const lossNotFinite = (step: number, loss: number, ids: string[]) =>
  new AppError(
    'network.lossNotFinite',
    `The loss is ${loss} at step ${step}. The batch held ${ids.join(', ')}: look at these items, or lower the learning rate.`,
    422,
    { step, ids },
  )
