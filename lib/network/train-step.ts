/** One step: scores of a batch, their loss, its gradients, and the update of every trainable weight. */
import type { NamedTensorMap, Tensor2D, Tensor4D } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import type { Adam } from './adam'
import { denseParts, forwardDense } from './dense'
import type { Batch } from './examples'
import { countRows } from './loss'
import { type ForwardMode, forward, type Network } from './network'

export type StepOptions = {
  learningRate: number
  /** The number of this update, from 1. */
  step: number
  mode: ForwardMode
  /** Factors of the loss by class; null = all count alike. */
  classWeights?: readonly number[] | null
  /** Largest Euclidean norm of the whole gradient; null = no limit. */
  clipNorm?: number | null
  /** Share of every kernel that goes, times the learning rate. */
  weightDecay?: number
}

/**
 * @returns mean cross-entropy over the labelled items of the batch (over their patches, with a block of more than 1), times
 *   the class weights, nats. Where it or the gradient is not finite no weight is updated, and it is returned as NaN.
 * @throws AppError `network.noLabels`, `network.blockStride`
 */
export async function trainStep(
  network: Network,
  adam: Adam,
  batch: Batch,
  { learningRate, step, mode, classWeights = null, clipNorm = null, weightDecay = 0 }: StepOptions,
): Promise<number> {
  const { loss, gradients } = await differentiate(network, batch, mode, classWeights)
  const isUsable = Number.isFinite(loss) && isSound(network, gradients) && clip(network, gradients, clipNorm)
  if (isUsable) adam.apply(gradients, learningRate, step, weightDecay)
  for (const gradient of Object.values(gradients)) gradient.dispose()
  return isUsable ? loss : Number.NaN
}

/**
 * @returns gradients by the variables' tfjs names; the caller disposes of them
 * @throws AppError `network.noLabels`, `network.blockStride`
 */
export async function differentiate(
  network: Network,
  batch: Batch,
  mode: ForwardMode,
  classWeights: readonly number[] | null = null,
): Promise<{ loss: number; gradients: NamedTensorMap }> {
  const { tf, kernels } = network.backend
  const trainable = network.variables.filter((variable) => variable.trainable).map(({ value }) => value)
  const { labels, weights } = countRows(batch.labels, classWeights)
  const strideInSteps = batch.block > 1 ? strideOf(network, batch) : 0
  const { value, grads } = tf.tidy(() => {
    const inputs: Tensor4D = tf.tensor4d(batch.inputs, [batch.labels.length / batch.block ** 2, ...batch.inputShape])
    return tf.variableGrads(() => {
      const scores =
        batch.block > 1 ? forwardDense(network, inputs, strideInSteps, mode) : forward(network, inputs, mode)
      const rows: Tensor2D = tf.reshape(scores, [labels.length, network.classCount])
      return kernels.crossEntropy(rows, labels, weights)
    }, trainable)
  })
  const [loss = Number.NaN] = await value.data()
  value.dispose()
  return { loss, gradients: grads }
}

/** From one patch of a crop to the next, in steps of the last map: what the crop's side leaves for block − 1 strides. */
function strideOf(network: Network, { inputShape, block }: Batch): number {
  const stride = (inputShape[0] - network.inputShape[0]) / (block - 1)
  const { step } = denseParts(network)
  const inSteps = stride / step
  if (Number.isInteger(inSteps) && inSteps > 0) return inSteps
  throw new AppError(
    'network.blockStride',
    `Crops of ${inputShape[0]} px hold no ${block} × ${block} patches of ${network.inputShape[0]} px at multiples of ${step} px; choose a patch stride that is one.`,
    422,
  )
}

/**
 * A ReLU may make 0 of what is not a number, and the loss then looks well. The gradients of the vectors (normalisation,
 * biases) tell: each is a sum over all values of its layer.
 */
const isSound = ({ backend: { kernels } }: Network, gradients: NamedTensorMap): boolean =>
  Number.isFinite(kernels.squaredNorm(Object.values(gradients).filter(({ rank }) => rank < 2)))

/** Shortens the whole gradient to the given norm where it is longer. @returns is its length a number? */
function clip({ backend: { tf, kernels } }: Network, gradients: NamedTensorMap, norm: number | null): boolean {
  if (norm === null) return true
  const length = Math.sqrt(kernels.squaredNorm(Object.values(gradients)))
  if (length > norm && Number.isFinite(length)) {
    for (const [name, gradient] of Object.entries(gradients)) {
      gradients[name] = tf.mul(gradient, norm / length)
      gradient.dispose()
    }
  }
  return Number.isFinite(length)
}
