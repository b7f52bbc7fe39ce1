/**
 * What the network room is given to learn from or to look at: items by number, read one at a time (or, for dense training,
 * a block of neighbours at a time). An item costs one byte of memory here, its label; the rest is asked for.
 */
import { AppError } from '@/lib/domain/errors'
import type { RandomSource } from '@/lib/domain/random'

export type Examples = {
  size: number
  /** `[side, side, channels]` */
  inputShape: [number, number, number]
  classCount: number
  /** Class number of every item, 0 … classCount − 1. */
  labels: Uint8Array
  /** Names an item in messages to people. */
  idOf(index: number): string
  /** Writes side · side · channels scaled values (row by row, channels together) from `offset` on. */
  read(index: number, into: Float32Array, offset: number): void | Promise<void>
  /** Only of sets whose items are patches of a grid: what dense training reads. */
  blocks?: Blocks
}

export type Blocks = {
  /** From one patch of the grid to the next, pixels. */
  stride: number
  /** The largest block that a picture has room for. */
  max: number
  /**
   * Reads the square crop of `block` × `block` patches that holds the item's patch at a random place among them (as far as
   * the picture reaches), and the label of each.
   * @param place two numbers are drawn from it, whatever the crop
   * @param inputs receives S · S · channels scaled values from `offset` on, S = side + (block − 1) · stride
   * @param labels receives block² class numbers, row by row, from `labelOffset` on; `unlabelled` where there is none
   */
  read(
    index: number,
    block: number,
    place: RandomSource,
    inputs: Float32Array,
    offset: number,
    labels: Uint8Array,
    labelOffset: number,
  ): void | Promise<void>
}

/** The label of a patch that nothing is agreed about, that is disputed, or that lies outside the field of view. */
export const unlabelled = 255

/** What one step learns from. */
export type Batch = {
  /** n · side · side · channels values, item by item; with a block of more than 1, side is that of the crop. */
  inputs: Float32Array
  /** `[side, side, channels]` of one input. */
  inputShape: [number, number, number]
  /** n · block² class numbers, crop by crop, row by row; `unlabelled` where there is none. */
  labels: Uint8Array
  /** Patches along one side of an input; 1 = an input is an item. */
  block: number
}

/** Patches that a batch teaches something about. */
export const countLabelled = ({ labels }: Batch): number =>
  labels.reduce((count, label) => count + (label === unlabelled ? 0 : 1), 0)

/** scaled = (raw − offset) · factor. Stored with the model: what it was trained on is what it must be given. */
export type InputScale = { offset: number; factor: number }

/** After Eq. 1 flat retina and everything outside the field of view is γ = 128: it becomes 0, and 0…255 about −1…1. */
export const contrastScale: InputScale = { offset: 128, factor: 1 / 128 }

export function scaleInto(raw: ArrayLike<number>, scale: InputScale, into: Float32Array, offset: number): void {
  for (let i = 0; i < raw.length; i++) into[offset + i] = ((raw[i] ?? 0) - scale.offset) * scale.factor
}

/** @throws AppError `network.examples` where the parts of a set do not fit together */
export function checkExamples(name: string, examples: Examples): void {
  const { size, labels, inputShape, classCount } = examples
  const problem =
    labels.length !== size
      ? `${size} items and ${labels.length} labels`
      : labels.some((label) => label >= classCount)
        ? `a label beyond its ${classCount} classes`
        : inputShape[0] !== inputShape[1]
          ? `inputs of ${inputShape.join(' × ')}, which are not square`
          : undefined
  if (problem) throw new AppError('network.examples', `The ${name} set has ${problem}; build it again.`, 422)
}
