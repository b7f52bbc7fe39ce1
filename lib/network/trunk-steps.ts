/**
 * The layers of a trunk as prediction takes them, in fewer passes over fewer values: batch normalisation is multiplied into
 * the kernel before it, and what works on single values waits until a pooling has left fewer of them (the largest of sums
 * is the sum of the largest, to the last bit).
 */
import type { Tensor, Tensor4D, Variable } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import type { Backend } from './backend'
import { batchNormAsFactors } from './batch-norm'
import type { NetworkLayer } from './network'
import type { Tf } from './tf'

export type TrunkStep = {
  /** It looks at windows of `size` rows, `stride` rows apart; 1 and 1 where it works on single values. */
  size: number
  stride: number
  run(x: Tensor4D): Tensor4D
  /** Of its input (twice, where held rows are put before it) and its output, per pixel of the picture. */
  valuesPerPixel: number
  dispose(): void
}

type Plain = Omit<TrunkStep, 'valuesPerPixel' | 'dispose'> & {
  /** Of the output; the input's where left out. */
  channels?: number
  /** Larger in, larger out, for each channel: it may change places with a largest value. */
  isRising: boolean
  isPooling: boolean
  weights: Tensor[]
}

export function trunkSteps(backend: Backend, layers: readonly NetworkLayer[]): TrunkStep[] {
  const plain = layers.flatMap((layer, i) => plainSteps(backend, layer, layers[i - 1], layers[i + 1]))
  for (let i = 1; i < plain.length; i++) {
    for (let at = i; at > 0 && plain[at]?.isPooling && plain[at - 1]?.isRising; at--) {
      plain.splice(at - 1, 2, ...plain.slice(at - 1, at + 1).reverse())
    }
  }
  let channels = layers[0]?.input.at(-1) ?? 0
  let pixels = 1
  return plain.map(({ size, stride, run, channels: outputs = channels, weights }) => {
    const inputs = (size > 1 ? 2 : 1) * channels * pixels
    channels = outputs
    pixels /= stride * stride
    const dispose = () => {
      for (const weight of weights) weight.dispose()
    }
    return { size, stride, run, valuesPerPixel: inputs + channels * pixels, dispose }
  })
}

function plainSteps(
  { tf, kernels }: Backend,
  { layer, weights }: NetworkLayer,
  previous: NetworkLayer | undefined,
  next: NetworkLayer | undefined,
): Plain[] {
  switch (layer.type) {
    case 'conv': {
      const { kernel, bias } = foldedWeights(tf, weights, next)
      const { size, stride, padding, filters } = layer
      const run = (x: Tensor4D): Tensor4D => kernels.convolve(x, kernel, { stride, padding })
      const conv: Plain = { size, stride, run, channels: filters, isRising: false, isPooling: false, weights: [kernel] }
      return bias ? [conv, single((x) => tf.add(x, bias), true, [bias])] : [conv]
    }
    case 'maxPool': {
      const { size, stride, padding } = layer
      const run = (x: Tensor4D): Tensor4D => tf.maxPool(x, size, stride, padding)
      return [{ size, stride, run, isRising: false, isPooling: true, weights: [] }]
    }
    case 'batchNorm': {
      if (previous?.layer.type === 'conv') return []
      const { factor, shift } = normalisation(tf, weights)
      return [single((x) => tf.tidy(() => tf.add(tf.mul(x, factor), shift)), false, [factor, shift])]
    }
    case 'relu':
      return [single((x) => tf.relu(x), true)]
    case 'dropout':
      return []
    case 'dense':
    case 'flatten':
    case 'globalMax':
      throw new AppError('network.notDenseAble', `A layer of the kind ${layer.type} does not work on maps.`, 500)
  }
}

const single = (run: (x: Tensor4D) => Tensor4D, isRising: boolean, weights: Tensor[] = []): Plain => {
  return { size: 1, stride: 1, run, isRising, isPooling: false, weights }
}

/** Kernel and bias of a convolution together with the batch normalisation that follows it. */
function foldedWeights(tf: Tf, [kernel, bias]: Variable[], next: NetworkLayer | undefined) {
  if (!kernel) throw new AppError('network.weights', 'A convolution has no weights.', 500)
  return tf.tidy((): { kernel: Tensor4D; bias?: Tensor } => {
    if (next?.layer.type !== 'batchNorm') {
      return { kernel: tf.clone(kernel as Tensor4D), ...(bias ? { bias: tf.clone(bias as Tensor) } : {}) }
    }
    const { factor, shift } = normalisation(tf, next.weights)
    return { kernel: tf.mul(kernel, factor), bias: bias ? tf.add(tf.mul(bias, factor), shift) : shift }
  })
}

function normalisation(tf: Tf, [gamma, beta, mean, variance]: Variable[]): { factor: Tensor; shift: Tensor } {
  if (!gamma || !beta || !mean || !variance) {
    throw new AppError('network.weights', 'A batch normalisation has no weights.', 500)
  }
  return tf.tidy(() => batchNormAsFactors(tf, { gamma, beta, mean, variance }))
}
