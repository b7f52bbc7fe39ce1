/**
 * What a lesion model finds on photographs of this machine: one answer for each, in their order, with the model's own grid
 * and preprocessing. Needs no database.
 */
import { patchPositions } from '@/lib/domain/patch-grid'
import type { PhotographView } from '@/lib/vision'
import { type Examined, examinePhotograph } from './_shared/folders/examine-photograph'
import { mapPicture, overlayPicture } from './_shared/folders/lesion-pictures'
import { lookAtPhotographs } from './_shared/folders/look-at-photographs'
import { openLesionModel } from './_shared/folders/open-model'

/** What `npx concord lesions --json` prints for a photograph. */
export type PhotographLesions = {
  /** As it was named. */
  photograph: string
  /** Side of the preprocessed square, of a patch, and from one patch to the next, pixels. */
  d: number
  h: number
  stride: number
  /** Patches along one axis. */
  s: number
  /** What of the original the square shows, pixels; reaches beyond the photograph where it was padded. */
  crop: { x: number; y: number; side: number }
  classes: string[]
  /** s × s, row by row from the top: in the field of view. */
  inside: boolean[][]
  /** s × s × classes; each patch's sum to 1. Outside the field of view they say nothing about a retina. */
  probabilities: number[][][]
}

export type LesionPictures = { map: Buffer; overlay: Buffer }

export type MapRequest = {
  photographs: readonly string[]
  /** A folder that a training published. */
  model: string
  /** Draws pictures too. */
  withPictures: boolean
  signal: AbortSignal
}

export type MappedPhotograph = { lesions: PhotographLesions; pictures: LesionPictures | null }

/** @throws AppError `model.missing`, `model.otherKind`, `network.modelUnreadable`, `storage.damaged`; the signal's reason */
export async function* mapPhotographs({ photographs, model: folder, withPictures, signal }: MapRequest) {
  const model = await openLesionModel(folder)
  const { grid, preprocessing } = model.notes
  const look = async (view: PhotographView, photograph: string): Promise<MappedPhotograph> => {
    const examined = await examinePhotograph(model, { ...view, ...view.lesion }, 'all', signal)
    const lesions = describe(photograph, view, examined, model.card.classes)
    if (!withPictures) return { lesions, pictures: null }
    const [map, overlay] = await Promise.all([
      mapPicture(examined, grid),
      overlayPicture(examined, view.lesion.plain, grid),
    ])
    return { lesions, pictures: { map, overlay } }
  }
  const describe = (photograph: string, { fieldOfView }: PhotographView, examined: Examined, classes: string[]) => {
    const s = patchPositions(grid).length
    const { x, y, side } = fieldOfView.crop
    const { d, h, ov } = grid
    return {
      photograph,
      d,
      h,
      stride: h - ov,
      s,
      crop: { x, y, side },
      classes,
      ...asRows(examined, s, classes.length),
    }
  }
  try {
    yield* lookAtPhotographs(photographs, preprocessing, look, signal)
  } finally {
    model.dispose()
  }
}

function asRows({ inside, probabilities }: Examined, s: number, classes: number) {
  const axis = Array.from({ length: s }, (_, i) => i)
  return {
    inside: axis.map((row) => inside.slice(row * s, (row + 1) * s)),
    probabilities: axis.map((row) =>
      axis.map((column) => {
        const at = (row * s + column) * classes
        return Array.from(probabilities.subarray(at, at + classes), shortened)
      }),
    ),
  }
}

/** A 32-bit number has some seven digits; the others of its decimal form are noise. */
const shortened = (value: number): number => Number(value.toPrecision(7))
