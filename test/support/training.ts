/** Runs for tests: a tiny recipe, and a store that keeps checkpoints in memory. */
import { type Recipe, recipePresets } from '@/lib/contracts/recipe'
import { type CheckpointStore, type TrainingOptions, train } from '@/lib/network'
import { toyExamples } from './toy-examples'

export type MemoryStore = CheckpointStore & { saved: Map<string, Record<string, Uint8Array>> }

export function memoryStore(): MemoryStore {
  const saved = new Map<string, Record<string, Uint8Array>>()
  return {
    saved,
    async save(files, label) {
      saved.set(label, files)
    },
    async loadLatest() {
      return saved.get('latest') ?? null
    },
  }
}

/** Two epochs of six steps, every kind of augmentation, dropout: nothing random is left out. */
export const tinyRecipe: Recipe = {
  ...recipePresets.tiny.local,
  epochs: 2,
  viewsPerEpoch: 48,
  batchSize: 8,
  dropout: 0.3,
  augmentation: recipePresets.paper.local.augmentation,
}

export const trainTiny = (changes: Partial<TrainingOptions> = {}) =>
  train({
    recipe: tinyRecipe,
    seed: 7,
    training: toyExamples(40, 1),
    validation: toyExamples(24, 2),
    snapshotHash: 'snapshot',
    checkpoints: memoryStore(),
    checkpointEverySteps: 5,
    onProgress: () => undefined,
    ...changes,
  })
