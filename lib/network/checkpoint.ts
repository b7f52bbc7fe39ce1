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
export type RunIdentity = { recipeHash: string; snapshotHash: string; seed: number }

export type TrainingState = {
  /** Steps done since the run began. */
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
  step: z.number().int().min(0),
  lossSum: z.number(),
  randomState: z.number().int().min(0),
  history: z.array(epochSummarySchema),
  bestEpoch: z.number().int().nullable(),
  backends: z.array(z.string()),
  layout: layoutSchema,
})

type Parts = { network: Network; adam: Adam; random: { state(): number; restore(state: number): void } }

export async function packCheckpoint(
  { network, adam, random }: Parts,
  state: TrainingState,
  identity: RunIdentity,
): Promise<Record<string, Uint8Array>> {
  const text: z.infer<typeof stateSchema> = {
    format: 'concord-checkpoint',
    version: 1,
    ...identity,
    step: state.step,
    lossSum: state.lossSum,
    randomState: random.state(),
    history: state.history,
    bestEpoch: state.best?.summary.epoch ?? null,
    backends: state.backends,
    layout: layoutOf(network),
  }
  return {
    'state.json': new TextEncoder().encode(JSON.stringify(text)),
    'order.bin': new Uint8Array(state.order.slice().buffer),
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
  { network, adam, random }: Parts,
  identity: RunIdentity,
): TrainingState {
  const file = (name: string): Uint8Array => {
    const bytes = files[name]
    if (!bytes) throw damaged(`${name} is missing`)
    return bytes
  }
  const text = readState(file('state.json'))
  refuseOtherRun(text, identity)
  writeWeights(network, file('weights.bin'), text.layout, 'weights.bin')
  writeVariables(network.backend.tf, adam.slots, file('adam.bin'), 'adam.bin')
  random.restore(text.randomState)
  const summary = text.history.find((entry) => entry.epoch === text.bestEpoch)
  return {
    step: text.step,
    order: new Uint32Array(Uint8Array.from(file('order.bin')).buffer),
    lossSum: text.lossSum,
    history: text.history,
    best: summary ? { summary, weights: file('best-weights.bin') } : null,
    backends: text.backends,
  }
}

function readState(bytes: Uint8Array): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    throw damaged(`state.json cannot be read (${error instanceof Error ? error.message : error})`)
  }
}

function refuseOtherRun(found: RunIdentity, wanted: RunIdentity): void {
  const other = (['recipeHash', 'snapshotHash', 'seed'] as const).filter((key) => found[key] !== wanted[key])
  if (other.length === 0) return
  const words = { recipeHash: 'recipe', snapshotHash: 'snapshot', seed: 'seed' }
  throw new AppError(
    'network.checkpointOfAnotherRun',
    `The checkpoint was made with another ${other.map((key) => words[key]).join(' and ')}; start a new run instead of resuming this one.`,
    409,
    { found: pick(found), wanted: pick(wanted) },
  )
}

const pick = ({ recipeHash, snapshotHash, seed }: RunIdentity) => ({ recipeHash, snapshotHash, seed })

const damaged = (what: string) =>
  new AppError(
    'network.checkpointDamaged',
    `The checkpoint is damaged: ${what}. Remove it to start the run from the beginning.`,
    422,
  )
