/** One step: scores of a batch, their loss, its gradients, and the update of every trainable weight. */
import type { NamedTensorMap, Tensor4D } from '@tensorflow/tfjs'
import type { Adam } from './adam'
import type { Batch } from './examples'
import { type ForwardMode, forward, type Network } from './network'

/**
 * @param step the number of this update, from 1
 * @returns mean cross-entropy over the batch, nats. Where it is not finite no weight is updated.
 */
export async function trainStep(
  network: Network,
  adam: Adam,
  batch: Batch,
  { learningRate, step, mode }: { learningRate: number; step: number; mode: ForwardMode },
): Promise<number> {
  const { loss, gradients } = await differentiate(network, batch, mode)
  if (Number.isFinite(loss)) adam.apply(gradients, learningRate, step)
  for (const gradient of Object.values(gradients)) gradient.dispose()
  return loss
}

/** @returns gradients by the variables' tfjs names; the caller disposes of them */
export async function differentiate(
  network: Network,
  batch: Batch,
  mode: ForwardMode,
): Promise<{ loss: number; gradients: NamedTensorMap }> {
  const { tf } = network.backend
  const trainable = network.variables.filter((variable) => variable.trainable).map(({ value }) => value)
  const { value, grads } = tf.tidy(() => {
    const inputs: Tensor4D = tf.tensor4d(batch.inputs, [batch.labels.length, ...network.inputShape])
    const targets = tf.oneHot(tf.tensor1d(Int32Array.from(batch.labels), 'int32'), network.classCount)
    return tf.variableGrads(
      () => tf.losses.softmaxCrossEntropy(targets, forward(network, inputs, mode)).asScalar(),
      trainable,
    )
  })
  const [loss = Number.NaN] = await value.data()
  value.dispose()
  return { loss, gradients: grads }
}
