/** Tiny runs whose checkpoints lie on the disk: of single items, or of blocks that a thread reads. */
import { pathToFileURL } from 'node:url'
import { recipePresets } from '@/lib/contracts/recipe'
import type { TrainingOptions } from '@/lib/network'
import { checkpointFolder } from '@/lib/services/_shared/learning/checkpoint-folder'
import { type ThreadData, toyFromData } from './toy-feed'
import { tinyRecipe, trainTiny } from './training'

export type Kind = 'items' | 'blocks'

const grid: ThreadData = { kind: 'grid', size: 3, seed: 1 }

export function dataOf(kind: Kind) {
  if (kind === 'items') {
    const [training, validation] = [1, 2].map((seed) => toyFromData({ kind: 'items', size: 40, seed }))
    if (training && validation) return { recipe: tinyRecipe, training, validation }
  }
  const { augmentation } = recipePresets.tiny.local
  return {
    recipe: { ...tinyRecipe, block: 3, batchSize: 2, viewsPerEpoch: 12, augmentation },
    training: toyFromData(grid),
    validation: toyFromData({ ...grid, size: 1, seed: 2 }),
    feed: { module: pathToFileURL('test/support/toy-feed.ts').href, data: grid },
  }
}

/** What was read back from the disk is a Buffer: the bytes are what is compared. */
export async function trainInFolder(folder: string, options: Partial<TrainingOptions>) {
  const { weights, ...rest } = await trainTiny({ checkpoints: checkpointFolder(folder), ...options })
  const bytes = Object.entries(weights).map(([name, content]) => [name, Buffer.from(content).toString('base64')])
  return { ...rest, weights: Object.fromEntries(bytes) }
}
