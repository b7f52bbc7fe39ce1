/** The kernels as TensorFlow's library has them. */
import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '../tf'
import type { Kernels } from './kernels'
import { nativeAdam } from './native-adam'
import { ownConvolve } from './native-convolve'
import { nativeNormalise } from './native-normalise'
import { nativePool } from './native-pool'
import { attributesOf, nodeBackend } from './node-backend'
import { withGradient } from './with-gradient'

/**
 * Call it once the backend is the current one.
 * @param convolutionThreads of our own convolutions; null: TensorFlow's
 */
export function nativeKernels(tf: Tf, convolutionThreads: number | null): Kernels {
  const node = nodeBackend(tf)
  const attribute = attributesOf(node)
  const pool = nativePool(tf)
  const run = (
    name: string,
    attributes: Parameters<typeof node.executeMultipleOutputs>[1],
    inputs: Tensor[],
    n: number,
  ) => node.executeMultipleOutputs(name, [attribute.float32('T'), ...attributes], inputs, n)

  return {
    normalise: nativeNormalise(tf, pool),
    convolve:
      convolutionThreads === null
        ? (x, kernel, { stride, padding }) => tf.conv2d(x, kernel, stride, padding)
        : ownConvolve(tf, convolutionThreads),

    maxPool: (x, pooling) =>
      withGradient<Tensor4D>(tf, [x], () => {
        const { value, saved } = pool.forward(x, pooling)
        return { value: value as Tensor4D, saved, gradients: (dy, kept) => [pool.backward(dy, kept, pooling)] }
      }),

    ...nativeAdam(tf),

    crossEntropy: (scores, labels, weights) =>
      withGradient<Scalar>(tf, [scores], () => {
        const inputs = [scores, tf.tensor1d(labels, 'int32')]
        const [losses, gradient] = run('SparseSoftmaxCrossEntropyWithLogits', [attribute.int32('Tlabels')], inputs, 2)
        if (!losses || !gradient) throw new Error('The cross-entropy gave nothing.')
        const factors = tf.tensor1d(weights)
        return {
          value: tf.sum(tf.mul(losses, factors)),
          saved: [tf.mul(gradient, tf.reshape(factors, [-1, 1]))],
          gradients: (dy, saved) => saved.map((each) => tf.mul(each, dy)),
        }
      }),

    squaredNorm: (tensors) =>
      tf.tidy(() =>
        tensors.reduce((sum, tensor) => sum + 2 * (run('L2Loss', [], [tensor], 1)[0]?.dataSync()[0] ?? 0), 0),
      ),
  }
}
