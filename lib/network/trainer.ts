/**
 * Trains one network. Recipe + snapshot + seed determine the run: every draw (initial weights, order of items, views,
 * dropout masks) comes from one seeded generator, whose state is in the checkpoint. Knobs, then one loop, top to bottom.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Recipe, recipeSchema } from '@/lib/contracts/recipe'
import { recipeHash } from '@/lib/contracts/recipe-hash'
import { AppError } from '@/lib/domain/errors'
import { seededRandom } from '@/lib/domain/random'
import { createAdam } from './adam'
import { type Backend, selectBackend } from './backend'
import { findArchitecture } from './catalogue'
import { type CheckpointStore, packCheckpoint, restoreCheckpoint, type TrainingState } from './checkpoint'
import { checkExamples, contrastScale, type Examples, type InputScale } from './examples'
import { readBatch } from './feed'
import { type CardWithoutLayout, type ModelFiles, packModel } from './model'
import { createNetwork, type Network } from './network'
import { predict } from './predict'
import { createMeter, type EpochSummary, type Progress } from './progress'
import { drawOrder } from './sampling'
import { trainStep } from './train-step'
import { isBetter, validate } from './validation'
import { readWeights } from './weights'

export type TrainingOptions = {
  recipe: Recipe
  /** An integer, 0 … 2³² − 1. */
  seed: number
  training: Examples
  /** May be empty; then the last weights are the best. */
  validation: Examples
  snapshotHash: string
  checkpoints: CheckpointStore
  checkpointEverySteps: number
  /** After every step; awaited. */
  onProgress(progress: Progress): void | Promise<void>
  /** Aborting it ends the run after the present step, with a checkpoint. */
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

/**
 * Starts, or goes on from the store's latest checkpoint: a finished run is returned as it was.
 * @throws AppError `network.recipe`, `network.lossNotFinite`, `network.checkpointOfAnotherRun`, `network.noExamples`, `network.examples`
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { seed, training, validation, checkpoints, signal, snapshotHash } = options
  const recipe = readRecipe(options.recipe)
  checkExamples('training', training)
  checkExamples('validation', validation)
  if (training.size === 0)
    throw new AppError('network.noExamples', 'There are no training items; agree on some labels first.', 422)

  const backend = options.backend ?? (await selectBackend())
  const clock = options.clock ?? (() => performance.now())
  const views = recipe.viewsPerEpoch ?? training.size
  const stepsPerEpoch = Math.max(1, Math.round(views / recipe.batchSize))
  const stepsTotal = stepsPerEpoch * recipe.epochs
  const identity = { recipeHash: recipeHash(recipe), snapshotHash, seed }

  const checkpoint = await checkpoints.loadLatest()
  const random = seededRandom(seed)
  const architecture = findArchitecture(recipe.architecture, recipe.stage)
  const network = createNetwork(
    backend,
    architecture,
    training.inputShape,
    training.classCount,
    checkpoint ? undefined : random,
  )
  const adam = createAdam(backend, network.variables)
  const parts = { network, adam, random }
  const meter = createMeter()

  try {
    const state = checkpoint ? restoreCheckpoint(checkpoint, parts, identity) : beginning()
    noteBackend(state, backend)
    const save = async () => checkpoints.save(await packCheckpoint(parts, state, identity), 'latest')
    const pack = (): Promise<ModelFiles> => {
      const last = state.best?.summary ?? state.history.at(-1)
      const card: CardWithoutLayout = {
        stage: recipe.stage,
        architecture: architecture.id,
        classes: options.classes ?? Array.from({ length: training.classCount }, (_, k) => String(k)),
        inputShape: training.inputShape,
        inputScale: options.inputScale ?? contrastScale,
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
      return { outcome, weights: await pack(), history: state.history, stepsDone: state.step }
    }

    while (state.step < stepsTotal) {
      if (signal?.aborted) return await result('stopped')

      const position = state.step % stepsPerEpoch
      if (position === 0) {
        state.order = drawOrder(training.labels, stepsPerEpoch * recipe.batchSize, recipe.balance, random)
        state.lossSum = 0
      }
      const items = state.order.subarray(position * recipe.batchSize, (position + 1) * recipe.batchSize)
      // Each step takes exactly two numbers from the run's generator, so that a batch can be made ahead of its step.
      const viewSeed = random.nextUint32()
      const dropout = { rate: recipe.dropout, random: seededRandom(random.nextUint32()) }

      const began = clock()
      const batch = await readBatch(training, items, { augmentation: recipe.augmentation, seed: viewSeed })
      const fed = clock()
      const learningRate = cosineDecay(recipe.learningRate, state.step, stepsTotal)
      const loss = await trainStep(network, adam, batch, {
        learningRate,
        step: state.step + 1,
        mode: { training: true, dropout },
      })
      meter.add(items.length, fed - began, clock() - began)
      if (!Number.isFinite(loss)) throw lossNotFinite(state.step + 1, loss, Array.from(items, training.idOf))

      state.step += 1
      state.lossSum += loss
      const epoch = Math.ceil(state.step / stepsPerEpoch)
      const isEpochOver = state.step % stepsPerEpoch === 0
      if (isEpochOver) {
        const summary: EpochSummary = {
          epoch,
          step: state.step,
          loss: state.lossSum / stepsPerEpoch,
          learningRate,
          validation: await validateOn(network, validation),
        }
        if (await keepIfBest(state, summary, network)) await checkpoints.save(await pack(), 'best')
        state.history.push(summary)
      }
      if (state.step % options.checkpointEverySteps === 0 && state.step < stepsTotal) await save()

      await options.onProgress({
        stage: recipe.stage,
        epoch,
        epochs: recipe.epochs,
        step: state.step,
        stepsTotal,
        loss,
        learningRate,
        ...meter.rates(),
        ...(isEpochOver ? { validation: state.history.at(-1)?.validation ?? undefined } : {}),
      })
      // Heartbeats and a request to stop get their turn even where nothing above has waited.
      await nextTurn()
    }
    return await result('finished')
  } finally {
    adam.dispose()
    network.dispose()
  }
}

function readRecipe(recipe: Recipe): Recipe {
  const parsed = recipeSchema.safeParse(recipe)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue?.path.join('.') || 'the whole'
  throw new AppError('network.recipe', `The recipe is wrong at “${place}”: ${issue?.message}. Correct it there.`, 422)
}

const beginning = (): TrainingState => ({
  step: 0,
  order: new Uint32Array(0),
  lossSum: 0,
  history: [],
  best: null,
  backends: [],
})

/** Half a cosine from `start` to 0, `step` = steps already done. */
const cosineDecay = (start: number, step: number, stepsTotal: number) =>
  (start / 2) * (1 + Math.cos((Math.PI * step) / stepsTotal))

function noteBackend(state: TrainingState, { version, threads }: Backend): void {
  const name = `${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
  if (state.backends.at(-1) !== name) state.backends.push(name)
}

async function validateOn(network: Network, examples: Examples): Promise<EpochSummary['validation']> {
  if (examples.size === 0) return null
  return validate(await predict({ network }, examples), examples.labels, examples.classCount)
}

/** Without validation items there is nothing to compare: the last epoch is the best. */
async function keepIfBest(state: TrainingState, summary: EpochSummary, network: Network): Promise<boolean> {
  const before = state.best?.summary.validation
  const { stage } = network.architecture
  if (before && summary.validation && !isBetter(stage, summary.validation, before)) return false
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
