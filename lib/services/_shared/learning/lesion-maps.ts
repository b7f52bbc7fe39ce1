/**
 * What the local network says about every patch of a photograph: class probabilities, stored per run so that a killed run
 * does not compute them again, and from them the weighting matrix at the size of the grading image (science §4).
 */
import fs from 'node:fs/promises'
import { areaAverage, type WeightingMode, weightingMatrix } from '@/lib/domain/lesion-map'
import { insideGrid, patchCount } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { type Model, mostLikely } from '@/lib/network'
import { openFolder, publishFolder } from '@/lib/storage'
import { runFolder } from '../stores'
import type { FrozenPhotograph } from './frozen-set'
import type { ImageCache } from './image-cache'
import { predictPhotograph } from './predict-photographs'

const side = 256

const mapFolder = (runId: string, photographId: string) => runFolder(runId, 'maps', photographId)
const fileName = 'probabilities.f32'

/**
 * Writes the probabilities of one photograph: s·s·K, NaN for patches outside the field of view. Done once.
 * @throws the signal's reason when it is aborted
 */
export async function mapPhotograph(
  runId: string,
  model: Model,
  photograph: FrozenPhotograph,
  grid: GridSettings,
  images: ImageCache,
  signal: AbortSignal,
): Promise<void> {
  if (await hasMap(runId, photograph.id)) return
  const inside = insideGrid(photograph.fieldOfView, grid)
  const probabilities = await predictPhotograph(model, photograph, inside, grid, images, signal)
  await publishFolder(mapFolder(runId, photograph.id), { [fileName]: new Uint8Array(probabilities.buffer) })
}

const hasMap = (runId: string, photographId: string) =>
  fs.access(mapFolder(runId, photographId)).then(
    () => true,
    () => false,
  )

/** M brought to 256 × 256. @throws AppError `storage.damaged` */
export async function weightsOf(
  runId: string,
  photographId: string,
  grid: GridSettings,
  mode: WeightingMode,
): Promise<Float32Array> {
  const bytes = (await openFolder(mapFolder(runId, photographId)))[fileName] ?? Buffer.alloc(0)
  const probabilities = new Float32Array(Uint8Array.from(bytes).buffer)
  const labels = mostLikely(probabilities, probabilities.length / patchCount(grid))
  return areaAverage(weightingMatrix(labels, probabilities, grid, mode), grid.d, side)
}
