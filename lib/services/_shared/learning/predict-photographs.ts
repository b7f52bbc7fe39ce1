/** What a local network says about patches of photographs: each photograph is looked at once, whatever is asked of it. */
import type { Split } from '@/lib/contracts/snapshot'
import { patchCount } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { type Askable, predictGrid, scaleInto } from '@/lib/network'
import { type FrozenPhotograph, type FrozenSet, inOrder } from './frozen-set'
import type { ImageCache } from './image-cache'

/**
 * @param asked which patches, in index order
 * @returns s·s·K probabilities, NaN for patches that were not asked for
 * @throws the signal's reason when it is aborted
 */
export async function predictPhotograph(
  model: Askable,
  { contrast800 }: FrozenPhotograph,
  asked: readonly boolean[],
  grid: GridSettings,
  images: ImageCache,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { data } = await images.get(contrast800)
  const picture = new Float32Array(data.length)
  scaleInto(data, model.card.inputScale, picture, 0)
  return predictGrid(model, picture, grid, { inside: asked, surroundings: model.card.recipe.surroundings, signal })
}

/**
 * Probabilities of every labelled patch of one side, in the order of `localExamples`.
 * @throws the signal's reason when it is aborted
 */
export async function predictLabelled(
  model: Askable,
  { photographs, grid }: FrozenSet,
  split: Split,
  images: ImageCache,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const classes = model.card.classes.length
  const looked = inOrder(photographs).filter((photograph) => photograph.split === split)
  const size = looked.reduce((sum, { patches }) => sum + patches.length, 0)
  const found = new Float32Array(size * classes)
  let item = 0
  for (const photograph of looked.filter(({ patches }) => patches.length > 0)) {
    const asked = new Array<boolean>(patchCount(grid)).fill(false)
    for (const [index] of photograph.patches) asked[index] = true
    const all = await predictPhotograph(model, photograph, asked, grid, images, signal)
    for (const [index] of photograph.patches) {
      found.set(all.subarray(index * classes, (index + 1) * classes), item++ * classes)
    }
  }
  return found
}
