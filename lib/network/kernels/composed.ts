/** The kernels made of tfjs' own operations: for WebAssembly, and what the fused ones are compared with. */
import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs'
import { followBatch, normaliseWith } from '../batch-norm'
import type { Tf } from '../tf'
import type { Following, Kernels, Pooling } from './kernels'

export const composedKernels = (tf: Tf): Kernels => ({
  normalise(x, own, following) {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis)
    const { mean, variance } = tf.moments(x, axes)
    followBatch(tf, own, mean, variance)
    const normalised = normaliseWith(tf, x, { ...own, mean, variance })
    return reluAndPool(tf, normalised, following)
  },

  convolve: (x, kernel, { stride, padding }) => tf.conv2d(x, kernel, stride, padding),

  maxPool: (x, pooling) => largest(tf, x, pooling),

  crossEntropy(scores, labels, weights) {
    const targets = tf.mul(
      tf.oneHot(tf.tensor1d(labels, 'int32'), scores.shape[1]),
      tf.tensor2d(weights, [labels.length, 1]),
    )
    return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(scores)))) as Scalar
  },

  squaredNorm: (tensors) =>
    tensors.reduce((sum, tensor) => sum + tf.tidy(() => tf.sum(tf.square(tensor)).dataSync()[0] ?? 0), 0),

  adam({ value, m, v }, gradient, { size, epsilon, beta1, beta2, keep }) {
    tf.tidy(() => {
      m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)))
      v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
      const kept = keep === 1 ? value : tf.mul(value, keep)
      value.assign(tf.sub(kept, tf.div(tf.mul(m, size), tf.add(tf.sqrt(v), epsilon))))
    })
  },

  release: () => undefined,
})

/** The largest of what ReLU leaves is what ReLU leaves of the largest: pooled first, there is less for ReLU to do. */
function reluAndPool(tf: Tf, x: Tensor, { relu, pooling }: Following) {
  const pooled = pooling ? largest(tf, x as Tensor4D, pooling) : x
  return relu ? tf.relu(pooled) : pooled
}

const largest = (tf: Tf, x: Tensor4D, { size, stride, padding }: Pooling): Tensor4D =>
  tf.maxPool(x, size, stride, padding)
