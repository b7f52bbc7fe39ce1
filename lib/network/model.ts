/**
 * A model as files: `model.json` says what it is and how to feed it, `weights.bin` holds the numbers. The two belong
 * together and are published as one folder. Nothing in them depends on when or how often the run was interrupted.
 */
import { z } from 'zod'
import { recipeSchema, trainedStages } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { type Backend, selectBackend } from './backend'
import { findArchitecture } from './catalogue'
import { createNetwork, type Network } from './network'
import { validationSchema } from './validation'
import { layoutOf, layoutSchema, readWeights, writeWeights } from './weights'

export const modelCardSchema = z.strictObject({
  format: z.literal('concord-model'),
  version: z.literal(1),
  stage: z.enum(trainedStages),
  architecture: z.string(),
  /** Names in the order of the class numbers. */
  classes: z.array(z.string()).min(2),
  inputShape: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** scaled = (raw − offset) · factor */
  inputScale: z.strictObject({ offset: z.number(), factor: z.number() }),
  recipe: recipeSchema,
  recipeHash: z.string(),
  snapshotHash: z.string(),
  seed: z.number().int(),
  /** The checkpoint of another run that this one continued; null = it began from nothing. */
  parentHash: z.string().nullable().default(null),
  /** What computed it, in order; more than one where a run was resumed elsewhere. */
  backends: z.array(z.string()).min(1),
  /** The epoch that the weights are of, and its figures on the validation set (null where that is empty). */
  epoch: z.number().int(),
  validation: validationSchema.nullable(),
  /** Whatever else the one who trained wants to find again: preprocessing, weighting mode … */
  notes: z.record(z.string(), z.json()),
  layout: layoutSchema,
})
export type ModelCard = z.infer<typeof modelCardSchema>

export type ModelFiles = Record<string, Uint8Array>

export type Model = { card: ModelCard; network: Network; dispose(): void }

/** A network with what one must know to ask it: a model is one, and so is a network amid its training. */
export type Askable = { network: Network; card: Pick<ModelCard, 'classes' | 'inputScale' | 'recipe'> }

export type CardWithoutLayout = Omit<ModelCard, 'layout' | 'format' | 'version'>

/** @param weights of the network; by default as they are now */
export async function packModel(network: Network, card: CardWithoutLayout, weights?: Uint8Array): Promise<ModelFiles> {
  const full: ModelCard = { format: 'concord-model', version: 1, ...card, layout: layoutOf(network) }
  return {
    'model.json': new TextEncoder().encode(`${JSON.stringify(full, null, 2)}\n`),
    'weights.bin': weights ?? (await readWeights(network)),
  }
}

/**
 * @param files as `train` returned them
 * @throws AppError `network.modelUnreadable`, or one of `weights.ts` where the two files do not belong together
 */
export async function loadModel(files: ModelFiles, backend?: Backend): Promise<Model> {
  const card = readCard(files)
  const weights = files['weights.bin']
  if (!weights) throw unreadable('weights.bin is missing')
  const network = createNetwork(
    backend ?? (await selectBackend()),
    findArchitecture(card.architecture, card.stage),
    card.inputShape,
    card.classes.length,
  )
  writeWeights(network, weights, card.layout, 'weights.bin')
  return { card, network, dispose: network.dispose }
}

/** The card alone, without loading a backend. */
export function readCard(files: ModelFiles): ModelCard {
  const text = files['model.json']
  if (!text) throw unreadable('model.json is missing')
  const parsed = modelCardSchema.safeParse(parseJson(text))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw unreadable(`model.json is wrong at “${issue?.path.join('.')}”: ${issue?.message}`)
  }
  return parsed.data
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw unreadable(`model.json is not JSON (${error instanceof Error ? error.message : error})`)
  }
}

const unreadable = (what: string) =>
  new AppError(
    'network.modelUnreadable',
    `The model cannot be read: ${what}. Restore the folder or train it again.`,
    422,
  )
