/**
 * Reads batches and makes their views. Everything random in a batch follows from one seed, so it is the same whenever and
 * wherever it is made: here, or in a thread beside the training (feed-thread.ts).
 */
import type { Augmentation } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { type RandomSource, seededRandom } from '@/lib/domain/random'
import { drawView, renderView, turnSquare } from './augment'
import type { Batch, Examples } from './examples'
import type { Cursor, Planner, StepPlan } from './plan'

/** How to vary the items, and the seed that decides. */
export type Views = { augmentation: Augmentation; block: number; seed: number }

/** @param views left out = the items as they are */
export async function readBatch(examples: Examples, items: ArrayLike<number>, views?: Views): Promise<Batch> {
  const numbers = Array.from(items)
  if (!views) return readItems(examples, numbers)
  const random = seededRandom(views.seed)
  const batch =
    views.block === 1
      ? await readItems(examples, numbers)
      : await readBlocks(
          examples,
          numbers.map((index) => ({ index, place: seededRandom(random.nextUint32()) })),
          views.block,
        )
  return varied(batch, views.augmentation, random)
}

async function readItems({ inputShape, ...examples }: Examples, items: number[]): Promise<Batch> {
  const itemSize = inputShape[0] * inputShape[1] * inputShape[2]
  const inputs = new Float32Array(items.length * itemSize)
  const labels = Uint8Array.from(items, (index) => examples.labels[index] ?? 0)
  await Promise.all(items.map((index, i) => examples.read(index, inputs, i * itemSize)))
  return { inputs, inputShape, labels, block: 1 }
}

async function readBlocks(
  { inputShape, blocks }: Examples,
  items: { index: number; place: RandomSource }[],
  block: number,
): Promise<Batch> {
  if (!blocks)
    throw new AppError('network.examples', 'The training items do not lie on a grid; set the block to 1.', 422)
  const [h, , channels] = inputShape
  const side = h + (block - 1) * blocks.stride
  const size = side * side * channels
  const inputs = new Float32Array(items.length * size)
  const labels = new Uint8Array(items.length * block * block)
  await Promise.all(
    items.map(({ index, place }, i) => blocks.read(index, block, place, inputs, i * size, labels, i * block * block)),
  )
  return { inputs, inputShape: [side, side, channels], labels, block }
}

/** Another view of every input; a block's labels go with their patches. */
function varied({ inputShape, block, ...raw }: Batch, augmentation: Augmentation, random: RandomSource): Batch {
  const inputs = new Float32Array(raw.inputs.length)
  const labels = new Uint8Array(raw.labels.length)
  const patches = block * block
  const count = labels.length / patches
  const size = inputs.length / count
  for (let i = 0; i < count; i++) {
    const view = drawView(augmentation, random)
    renderView(view, inputShape, raw.inputs.subarray(i * size, (i + 1) * size), inputs, i * size)
    const itsLabels = raw.labels.subarray(i * patches, (i + 1) * patches)
    if (block === 1) labels.set(itsLabels, i)
    else turnSquare(view, [block, block, 1], itsLabels, labels, i * patches)
  }
  return { inputs, inputShape, labels, block }
}

/** Where batches are made. */
export type BatchSource = {
  read(items: Uint32Array, views: Views): Promise<Batch>
  /** Ends it, when all that was asked for is there. */
  close(): Promise<void>
}

export const directSource = (examples: Examples): BatchSource => ({
  read: (items, views) => readBatch(examples, items, views),
  close: async () => undefined,
})

export type Feed = {
  /** The next step's batch; the `ahead` ones after it are asked for, too. */
  next(): Promise<{ plan: StepPlan; batch: Batch }>
  /** What a checkpoint must hold so that the next plan is made again. */
  cursor(): Cursor
}

/** @param ahead batches that are made while the network is busy with one */
export function createFeed(
  planner: Planner,
  source: BatchSource,
  { augmentation, block, ahead }: { augmentation: Augmentation; block: number; ahead: number },
): Feed {
  const asked: { plan: StepPlan; reading: Promise<PromiseSettledResult<Batch>[]> }[] = []
  const askUpTo = (count: number) => {
    while (asked.length < count) {
      const plan = planner.next()
      if (!plan) return
      // Settled, so that an error which nobody waits for yet is not an unhandled one.
      const reading = Promise.allSettled([source.read(plan.items, { augmentation, block, seed: plan.viewSeed })])
      asked.push({ plan, reading })
    }
  }
  return {
    async next() {
      askUpTo(1)
      const first = asked.shift()
      askUpTo(ahead)
      const [result] = (await first?.reading) ?? []
      if (result?.status === 'rejected') throw result.reason
      if (!first || !result) throw new AppError('network.feed', 'A batch was asked for after the last step.', 500)
      return { plan: first.plan, batch: result.value }
    },
    cursor: () => asked[0]?.plan.before ?? planner.cursor(),
  }
}
