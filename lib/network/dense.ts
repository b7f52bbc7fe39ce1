/**
 * A patch network over a whole picture at once (science §3): the convolutions run once over all of it, and the first
 * fully connected layer becomes a convolution of the last map. The weights are the network's own, the kernel of that
 * layer merely read in another shape. Without padding the result is what running every patch alone gives, as long as the
 * patches lie on the lattice of the last map: at multiples of its step on the input.
 */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import type { Architecture } from './catalogue/architecture'
import { denseStep, receptiveField, summaryAt } from './layers'
import { applyLayers, type ForwardMode, type Network, type NetworkLayer } from './network'

export type DenseParts = {
  /** Convolutions and poolings: they run over any picture. */
  trunk: NetworkLayer[]
  /** What makes one vector of a patch's part of the last map: the whole part, or the largest value of each channel. */
  summary: 'flatten' | 'globalMax'
  /** What is done with that vector. */
  head: NetworkLayer[]
  /** Side of a patch's part of the last map, positions. */
  side: number
  /** Pixels of the input from one position of the last map to the next. */
  step: number
  /** Pixels of the input that one position of the last map sees. */
  receptiveField: number
}

/** No padded border enters before the fully connected layers, so a patch does not feel where it was cut out. */
export const isDenseAble = (architecture: Architecture): boolean => denseStep(architecture.build(2)) !== undefined

/** @throws AppError `network.notDenseAble` */
export function denseParts({ architecture, layers }: Network): DenseParts {
  const plain = layers.map(({ layer }) => layer)
  const end = summaryAt(plain)
  const summary = layers[end]
  if (!summary || !isDenseAble(architecture)) {
    throw new AppError(
      'network.notDenseAble',
      `The architecture “${architecture.id}” cannot look at many patches at once: something in it depends on where a patch ends; use one whose convolutions are unpadded.`,
      422,
    )
  }
  const field = receptiveField(plain)
  return {
    trunk: layers.slice(0, end),
    summary: summary.layer.type === 'flatten' ? 'flatten' : 'globalMax',
    head: layers.slice(end + 1),
    side: summary.input[0] ?? 0,
    step: field.step,
    receptiveField: field.side,
  }
}

/**
 * Scores before the softmax of every patch of the network's input side h that lies at multiples of
 * t = strideInSteps · step, step as in `denseParts`. In training, batch normalisation uses all maps of the batch, and
 * dropout draws a mask for every patch.
 * @param images `[n, h + (rows − 1) · t, h + (columns − 1) · t, 3]`; larger by less than t is allowed and not looked at
 * @param strideInSteps whole, 1 or more
 * @returns `[n, rows, columns, classCount]`
 * @throws AppError `network.notDenseAble`
 */
export function forwardDense(network: Network, images: Tensor4D, strideInSteps: number, mode: ForwardMode): Tensor4D {
  const { tf } = network.backend
  const parts = denseParts(network)
  const map = applyLayers(network.backend, parts.trunk, images, mode)
  const { vectors, head } = summarise(network, parts, map as Tensor4D, strideInSteps)
  const [n, rows, columns, units] = vectors.shape
  const scores = applyLayers(network.backend, head, tf.reshape(vectors, [n * rows * columns, units]), mode)
  return tf.reshape(scores as Tensor2D, [n, rows, columns, network.classCount])
}

/** One vector a patch, and the layers that are still to come. */
function summarise(
  { backend: { tf, kernels } }: Network,
  { summary, side, head }: DenseParts,
  map: Tensor4D,
  stride: number,
): { vectors: Tensor4D; head: NetworkLayer[] } {
  const [first, ...rest] = head
  if (summary === 'globalMax' || first?.layer.type !== 'dense') {
    return { vectors: kernels.maxPool(map, { size: side, stride, padding: 'valid' }), head }
  }
  const [kernel, bias] = first.weights
  if (!kernel) throw new AppError('network.weights', 'The first fully connected layer has no weights.', 500)
  const window: Tensor4D = tf.reshape(kernel, [side, side, map.shape[3], first.layer.units])
  const vectors = tf.conv2d(map, window, stride, 'valid')
  return { vectors: bias ? tf.add(vectors, bias) : vectors, head: rest }
}
