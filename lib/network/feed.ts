/**
 * Reads a batch and makes its views. Everything random in it follows from one seed, so a batch is the same whenever and
 * wherever it is made; the trainer's own generator only hands out that seed.
 */
import type { Augmentation } from '@/lib/contracts/recipe'
import { seededRandom } from '@/lib/domain/random'
import { drawView, renderView } from './augment'
import type { Batch, Examples } from './examples'

/** @param views how to vary the items, with the seed that decides; left out = the items as they are */
export async function readBatch(
  examples: Examples,
  indices: ArrayLike<number>,
  views?: { augmentation: Augmentation; seed: number },
): Promise<Batch> {
  const { inputShape } = examples
  const itemSize = inputShape[0] * inputShape[1] * inputShape[2]
  const items = Array.from(indices)
  const raw = new Float32Array(items.length * itemSize)
  const labels = Uint8Array.from(items, (index) => examples.labels[index] ?? 0)
  await Promise.all(items.map((index, i) => examples.read(index, raw, i * itemSize)))
  const form = { inputShape, labels, block: 1 }
  if (!views) return { inputs: raw, ...form }

  const random = seededRandom(views.seed)
  const inputs = new Float32Array(raw.length)
  for (let i = 0; i < items.length; i++) {
    const item = raw.subarray(i * itemSize, (i + 1) * itemSize)
    renderView(drawView(views.augmentation, random), inputShape, item, inputs, i * itemSize)
  }
  return { inputs, ...form }
}
