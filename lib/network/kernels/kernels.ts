/**
 * The computations of a training step that a backend may have in one piece. `composed.ts` makes them of tfjs' own operations
 * and runs everywhere; `native.ts` calls TensorFlow's fused ones. Both mean the same: gradients agree to 1e-3 of a layer's
 * largest (tested), which is what convolutions on the two backends differ by already.
 */
import type { Scalar, Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs'
import type { BatchNormVariables } from '../batch-norm'
import type { Padding } from '../layers'

export type Pooling = { size: number; stride: number; padding: Padding }

/** What follows a batch normalisation and can be computed with it. */
export type Following = { relu: boolean; pooling?: Pooling }

/** A trainable variable with Adam's two moments of it. */
export type Slot = { value: Variable; m: Variable; v: Variable }

export type AdamStep = {
  /** α with the corrections for the moments' start at 0 already in it, and ε likewise. */
  size: number
  epsilon: number
  beta1: number
  beta2: number
  /** The value is multiplied by this first: 1 = no weight decay. */
  keep: number
}

export type Kernels = {
  /**
   * Batch normalisation in training, then ReLU and max-pool where they follow. Updates the moving averages.
   * @param x `[n, channels]` or `[n, height, width, channels]`
   */
  normalise(x: Tensor, own: BatchNormVariables, following: Following): Tensor

  /**
   * A convolution in training, and over whole photographs.
   * @param x `[n, height, width, channels]` @param kernel `[size, size, channels, filters]`
   */
  convolve(x: Tensor4D, kernel: Tensor4D, window: { stride: number; padding: Padding }): Tensor4D

  /** The largest value of each window. @param x `[n, height, width, channels]` */
  maxPool(x: Tensor4D, pooling: Pooling): Tensor4D

  /**
   * Σ weightᵢ · cross-entropy of row i, nats.
   * @param scores `[n, classes]` before the softmax
   * @param labels n class numbers; any one where the weight is 0
   */
  crossEntropy(scores: Tensor2D, labels: Int32Array, weights: Float32Array): Scalar

  /** The sum of the squares of all values of all of them. */
  squaredNorm(tensors: Tensor[]): number

  /** One update by Adam. */
  adam(slot: Slot, gradient: Tensor, step: AdamStep): void

  /** Forgets what it kept for these variables beside their values. */
  release(slots: Slot[]): void
}
