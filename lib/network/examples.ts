/** What the network room is given to learn from or to look at: items by number, read one at a time. */
import { AppError } from '@/lib/domain/errors'

export type Examples = {
  size: number
  /** `[side, side, channels]` */
  inputShape: [number, number, number]
  classCount: number
  /** Class number of every item, 0 … classCount − 1. */
  labels: Uint8Array
  /** Names items in messages to people. */
  ids: string[]
  /** Writes side · side · channels scaled values (row by row, channels together) from `offset` on. */
  read(index: number, into: Float32Array, offset: number): void | Promise<void>
}

/** scaled = (raw − offset) · factor. Stored with the model: what it was trained on is what it must be given. */
export type InputScale = { offset: number; factor: number }

/** After Eq. 1 flat retina and everything outside the field of view is γ = 128: it becomes 0, and 0…255 about −1…1. */
export const contrastScale: InputScale = { offset: 128, factor: 1 / 128 }

export function scaleInto(raw: ArrayLike<number>, scale: InputScale, into: Float32Array, offset: number): void {
  for (let i = 0; i < raw.length; i++) into[offset + i] = ((raw[i] ?? 0) - scale.offset) * scale.factor
}

/** @throws AppError `network.examples` where the parts of a set do not fit together */
export function checkExamples(name: string, examples: Examples): void {
  const { size, labels, ids, inputShape, classCount } = examples
  const problem =
    labels.length !== size || ids.length !== size
      ? `${size} items, ${labels.length} labels and ${ids.length} ids`
      : labels.some((label) => label >= classCount)
        ? `a label beyond its ${classCount} classes`
        : inputShape[0] !== inputShape[1]
          ? `inputs of ${inputShape.join(' × ')}, which are not square`
          : undefined
  if (problem) throw new AppError('network.examples', `The ${name} set has ${problem}; build it again.`, 422)
}
