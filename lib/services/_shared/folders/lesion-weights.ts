/**
 * How much each pixel of a graded photograph matters, as a lesion model sees it: made once for each photograph, stored in the
 * training's folder, so that a killed training goes on with the very same weights.
 */
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { openFolder, publishFolder } from '@/lib/storage'
import { decodeRgb } from '@/lib/vision'
import { examinePhotograph, weightsFor } from './examine-photograph'
import type { FrozenGrade } from './freeze-grades'
import type { LesionModel } from './open-model'
import { pictureStore } from './prepared-photographs'

const fileName = 'weights.f32'
const weightsFolder = (workFolder: string, name: string) => path.join(workFolder, 'weights', name)

/** @returns the name of the photograph's weights, which are there then */
export async function makeWeights(
  workFolder: string,
  model: LesionModel,
  mode: WeightingMode,
  { contrast800, fieldOfView }: FrozenGrade,
  signal: AbortSignal,
): Promise<string> {
  const { recipeHash, snapshotHash, seed } = model.card
  const name = hashOfValue({ contrast800, mode, grid: model.notes.grid, recipeHash, snapshotHash, seed })
  if (await isThere(workFolder, name)) return name
  const contrast = await decodeRgb(await pictureStore(workFolder).get(contrast800))
  const examined = await examinePhotograph(model, { contrast, fieldOfView }, 'inside', signal)
  const weights = weightsFor(examined, model.notes.grid, mode, model.notes.preprocessing.gradingSidePx)
  await publishFolder(weightsFolder(workFolder, name), { [fileName]: new Uint8Array(weights.buffer) })
  return name
}

/** @returns weights of the grading image, row by row  @throws AppError `storage.missing`, `storage.damaged` */
export async function readWeights(workFolder: string, name: string): Promise<Float32Array> {
  const bytes = (await openFolder(weightsFolder(workFolder, name)))[fileName] ?? Buffer.alloc(0)
  return new Float32Array(Uint8Array.from(bytes).buffer)
}

async function isThere(workFolder: string, name: string): Promise<boolean> {
  try {
    await readWeights(workFolder, name)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage.missing') return false
    throw error
  }
}
