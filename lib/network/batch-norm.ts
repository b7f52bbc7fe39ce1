/**
 * Batch normalisation over all axes but the channels. In training the batch's own mean and variance are used (the kernels of
 * each backend do that) and folded into the moving ones, which prediction uses.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs'
import type { Tf } from './tf'

export type BatchNormVariables = { gamma: Variable; beta: Variable; mean: Variable; variance: Variable }

export const epsilon = 1e-3
/** Share of the old moving average that a step keeps. 0.99 is usual, but a small study's runs are a few hundred steps. */
const momentum = 0.95

export const batchNormInference = (tf: Tf, x: Tensor, own: BatchNormVariables): Tensor => normaliseWith(tf, x, own)

/** What prediction does to each channel, x · factor + shift, for those who put it into the kernel of a convolution. */
export function batchNormAsFactors(tf: Tf, { gamma, beta, mean, variance }: BatchNormVariables) {
  const factor = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)))
  return { factor, shift: tf.sub(beta, tf.mul(mean, factor)) }
}

/** Two-dimensional inputs go through the four-dimensional form, the one that every backend has a kernel for. */
export function normaliseWith(
  tf: Tf,
  x: Tensor,
  { mean, variance, gamma, beta }: Record<keyof BatchNormVariables, Tensor>,
): Tensor {
  const [rows = 0, channels = 0] = x.shape
  const image = x.rank === 2 ? tf.reshape(x, [rows, 1, 1, channels]) : x
  return tf.reshape(tf.batchNorm(image, mean.as1D(), variance.as1D(), beta.as1D(), gamma.as1D(), epsilon), x.shape)
}

/** @param variance of the batch, divided by n */
export function followBatch(tf: Tf, own: BatchNormVariables, mean: Tensor, variance: Tensor): void {
  follow(tf, own.mean, mean)
  follow(tf, own.variance, variance)
}

const follow = (tf: Tf, moving: Variable, batch: Tensor) =>
  moving.assign(tf.tidy(() => tf.add(tf.mul(moving, momentum), tf.mul(batch, 1 - momentum))))
