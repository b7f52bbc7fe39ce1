/** What a lesion model says about every patch of one prepared photograph, and the weights that follow from it (science §4). */
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { areaAverage, type WeightingMode, weightingMatrix } from '@/lib/domain/lesion-map'
import { insideGrid } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { mostLikely, predictGrid, scaleInto } from '@/lib/network'
import type { RgbImage } from '@/lib/vision'
import type { LesionModel } from './open-model'

export type Examined = {
  /** s · s, row by row: in the field of view. */
  inside: boolean[]
  /** s · s · K, patch by patch. */
  probabilities: Float32Array
}

/**
 * @param view of a photograph, prepared with the model's own settings
 * @param which patches: all, or only those in the field of view; the others are NaN then
 */
export async function examinePhotograph(
  model: LesionModel,
  { contrast, fieldOfView }: { contrast: RgbImage; fieldOfView: FieldOfView },
  which: 'all' | 'inside',
  signal: AbortSignal,
): Promise<Examined> {
  const { card, notes } = model
  const image = new Float32Array(contrast.data.length)
  scaleInto(contrast.data, card.inputScale, image, 0)
  const inside = insideGrid(fieldOfView, notes.grid)
  const asked = which === 'all' ? {} : { inside }
  return {
    inside,
    probabilities: await predictGrid(model, image, notes.grid, {
      ...asked,
      surroundings: card.recipe.surroundings,
      signal,
    }),
  }
}

/** Side of the paper's grading image, pixels. */
export const gradingSide = 256

/**
 * M at the size of the grading image. Patches outside the field of view take no part.
 * @param probabilities of the patches in the field of view; NaN for the others
 * @param side of the grading image, pixels
 * @returns side · side weights, row by row
 */
export function weightsFor(
  { inside, probabilities }: Examined,
  grid: GridSettings,
  mode: WeightingMode,
  side: number = gradingSide,
): Float32Array {
  const labels = mostLikely(probabilities, probabilities.length / inside.length)
  return areaAverage(weightingMatrix(labels, probabilities, grid, mode), grid.d, side)
}

/** I* = M ⊙ I, per channel; not clipped. @param rgb side · side · 3  @param weights side · side */
export function weigh(rgb: Uint8Array, weights: Float32Array): Float32Array {
  const weighted = new Float32Array(rgb.length)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 1
    for (let c = 3 * i; c < 3 * i + 3; c++) weighted[c] = (rgb[c] ?? 0) * weight
  }
  return weighted
}
