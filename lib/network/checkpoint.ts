/**
 * A checkpoint is everything that the next step depends on, so that a run which was killed goes on bit for bit (science
 * §11): the weights with batch normalisation's moving averages, Adam's two moments of each, the generator's state, the
 * cursor with the epoch's order of items, the history, the best weights so far, and the hashes of recipe and snapshot.
 * All of it is one set of files; the store makes it appear whole or not at all.
 */
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import type { Adam } from './adam'
import type { Network } from './network'
import type { Cursor } from './plan'
import { type EpochSummary, epochSummarySchema } from './progress'
import { layoutOf, layoutSchema, readVariables, readWeights, writeVariables, writeWeights } from './weights'

export type CheckpointStore = {
  /**
   * Keeps a set of files, replacing the one of that label whole. `latest` is what a run resumes from; `best` is a model
   * as `loadModel` takes it, for whoever wants it before the run ends.
   */
  save(files: Record<string, Uint8Array>, label: 'latest' | 'best'): Promise<void>
  loadLatest(): Promise<Record<string, Uint8Array> | null>
}

/** What a run is; a checkpoint of any other is refused. */
export type RunIdentity = {
  recipeHash: string
  snapshotHash: string
  seed: number
  /** The checkpoint of another run that this one began from; null = from nothing. */
  parentHash: string | null
}

export type TrainingState = {
  /** Steps and epochs of the runs that this one continues; both 0 where it continues none. */
  began: { step: number; epoch: number }
  /** Steps done, those of the runs before included. */
  step: number
  /** Item numbers of the present epoch, in order; empty before the first. */
  order: Uint32Array
  /** Sum of the losses of the present epoch's steps. */
  lossSum: number
  history: EpochSummary[]
  best: { summary: EpochSummary; weights: Uint8Array } | null
  /** What computed the run so far, in order. */
  backends: string[]
}

const stateSchema = z.strictObject({
  format: z.literal('concord-checkpoint'),
  version: z.literal(1),
  recipeHash: z.string(),
  snapshotHash: z.string(),
  seed: z.number().int(),
  parentHash: z.string().nullable().default(null),
  began: z
    .strictObject({ step: z.number().int().min(0), epoch: z.number().int().min(0) })
    .default({ step: 0, epoch: 0 }),
  step: z.number().int().min(0),
  lossSum: z.number(),
  randomState: z.number().int().min(0),
  history: z.array(epochSummarySchema),
  bestEpoch: z.number().int().nullable(),
  backends: z.array(z.string()),
  layout: layoutSchema,
})

type Parts = { network: Network; adam: Adam; random: { state(): number; restore(state: number): void } }

/** @param cursor where the plans of the steps that are still to come begin */
export async function packCheckpoint(
  { network, adam }: Parts,
  state: TrainingState,
  cursor: Cursor,
  identity: RunIdentity,
): Promise<Record<string, Uint8Array>> {
  const text: z.infer<typeof stateSchema> = {
    format: 'concord-checkpoint',
    version: 1,
    ...identity,
    began: state.began,
    step: state.step,
    lossSum: state.lossSum,
    randomState: cursor.randomState,
    history: state.history,
    bestEpoch: state.best?.summary.epoch ?? null,
    backends: state.backends,
    layout: layoutOf(network),
  }
  return {
    'state.json': new TextEncoder().encode(JSON.stringify(text)),
    'order.bin': new Uint8Array(cursor.order.slice().buffer),
    'weights.bin': await readWeights(network),
    'adam.bin': await readVariables(adam.slots),
    ...(state.best ? { 'best-weights.bin': state.best.weights } : {}),
  }
}

/**
 * Puts network, optimiser and generator back to where the checkpoint was taken.
 * @throws AppError `network.checkpointOfAnotherRun`, `network.checkpointDamaged`
 */
export function restoreCheckpoint(
  files: Record<string, Uint8Array>,
  parts: Parts,
  identity: RunIdentity,
): TrainingState {
  refuseOtherRun(readState(file(files, 'state.json')), identity)
  return restore(files, parts)
}

/**
 * A new run that begins where another ended: with its weights, optimiser and generator, its history and its best model so
 * far. An epoch that it was stopped in is not taken up again.
 * @throws AppError `network.checkpointOfAnotherRun` where it learned from another snapshot, `network.checkpointDamaged`
 */
export function continueCheckpoint(
  files: Record<string, Uint8Array>,
  parts: Parts,
  { snapshotHash }: RunIdentity,
): TrainingState {
  const parent = readState(file(files, 'state.json'))
  refuseOtherRun(parent, { ...parent, snapshotHash })
  const state = restore(files, parts)
  const began = { step: state.step, epoch: state.history.at(-1)?.epoch ?? 0 }
  return { ...state, began, order: new Uint32Array(0), lossSum: 0 }
}

function restore(files: Record<string, Uint8Array>, { network, adam, random }: Parts): TrainingState {
  const text = readState(file(files, 'state.json'))
  writeWeights(network, file(files, 'weights.bin'), text.layout, 'weights.bin')
  writeVariables(network.backend.tf, adam.slots, file(files, 'adam.bin'), 'adam.bin')
  random.restore(text.randomState)
  const summary = text.history.find((entry) => entry.epoch === text.bestEpoch)
  return {
    began: text.began,
    step: text.step,
    order: new Uint32Array(Uint8Array.from(file(files, 'order.bin')).buffer),
    lossSum: text.lossSum,
    history: text.history,
    best: summary ? { summary, weights: file(files, 'best-weights.bin') } : null,
    backends: text.backends,
  }
}

function file(files: Record<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files[name]
  if (!bytes) throw damaged(`${name} is missing`)
  return bytes
}

function readState(bytes: Uint8Array): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    throw damaged(`state.json cannot be read (${error instanceof Error ? error.message : error})`)
  }
}

function refuseOtherRun(found: RunIdentity, wanted: RunIdentity): void {
  const other = (['recipeHash', 'snapshotHash', 'seed', 'parentHash'] as const).filter(
    (key) => found[key] !== wanted[key],
  )
  if (other.length === 0) return
  const words = { recipeHash: 'recipe', snapshotHash: 'snapshot', seed: 'seed', parentHash: 'beginning' }
  throw new AppError(
    'network.checkpointOfAnotherRun',
    `The checkpoint was made with another ${other.map((key) => words[key]).join(' and ')}; start a new run instead of resuming this one.`,
    409,
    { found: pick(found), wanted: pick(wanted) },
  )
}

const pick = ({ recipeHash, snapshotHash, seed, parentHash }: RunIdentity) => ({
  recipeHash,
  snapshotHash,
  seed,
  parentHash,
})

const damaged = (what: string) =>
  new AppError(
    'network.checkpointDamaged',
    `The checkpoint is damaged: ${what}. Remove it to start the run from the beginning.`,
    422,
  )
