/**
 * What a grading model says of photographs of this machine: one answer for each, in their order. Each image is weighted by
 * the model's own lesion model first, as the images were that it learned from. Needs no database.
 */
import { referableFrom } from '@/lib/domain/heads'
import { mostLikely, predict, scaleInto } from '@/lib/network'
import type { PhotographView } from '@/lib/vision'
import { examinePhotograph, weigh, weightsFor } from './_shared/folders/examine-photograph'
import { lookAtPhotographs } from './_shared/folders/look-at-photographs'
import { type GradingModel, openGradingModel } from './_shared/folders/open-model'

/** What `npx concord grade --json` prints for a photograph. */
export type PhotographGrade = {
  /** As it was named. */
  photograph: string
  classes: string[]
  /** One a class; their sum is 1. */
  probabilities: number[]
  /** ICDR grade of the most probable class; null for a model that only tells whether to refer. */
  grade: number | null
  /** Grade 2 or more. */
  referable: boolean
}

export type GradeRequest = {
  photographs: readonly string[]
  /** A folder that train-grades published. */
  model: string
  signal: AbortSignal
}

/** @throws AppError `model.missing`, `model.otherKind`, `network.modelUnreadable`, `storage.damaged`; the signal's reason */
export async function* gradePhotographs({ photographs, model: folder, signal }: GradeRequest) {
  const model = await openGradingModel(folder)
  const { preprocessing } = model.notes
  const look = async (view: PhotographView, photograph: string) =>
    answerOf(photograph, model, await gradeProbabilities(model, view, signal))
  try {
    yield* lookAtPhotographs(photographs, preprocessing, look, signal)
  } finally {
    model.dispose()
  }
}

async function gradeProbabilities(model: GradingModel, view: PhotographView, signal: AbortSignal) {
  const { card, network, notes, lesions } = model
  const { data, width } = view.grading.contrast
  const image = new Float32Array(data.length)
  if (lesions) {
    const examined = await examinePhotograph(lesions, { ...view, ...view.lesion }, 'inside', signal)
    const weights = weightsFor(examined, lesions.notes.grid, notes.weighting, width)
    scaleInto(weigh(data, weights), card.inputScale, image, 0)
  } else scaleInto(data, card.inputScale, image, 0)
  const read = (_: number, into: Float32Array, offset: number) => into.set(image, offset)
  return predict({ network }, { size: 1, inputShape: [width, width, 3], read }, { signal })
}

function answerOf(photograph: string, { card, notes }: GradingModel, probabilities: Float32Array): PhotographGrade {
  const [chosen = 0] = mostLikely(probabilities, card.classes.length)
  const isBinary = card.recipe.head === 'binary'
  const grade = isBinary ? null : (notes.gradeClasses[chosen] ?? chosen)
  return {
    photograph,
    classes: card.classes,
    probabilities: Array.from(probabilities, (value) => Number(value.toPrecision(7))),
    grade,
    referable: grade === null ? chosen === 1 : grade >= referableFrom,
  }
}
