/** Class probabilities of a trained network, batch after batch; the event loop gets a turn between batches. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tensor4D } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import type { Examples } from './examples'
import { readBatch } from './feed'
import { forward, type Network } from './network'

export type PredictOptions = { batchSize?: number; signal?: AbortSignal }

/**
 * @param examples inputs in the scale of the model's card; labels are not looked at
 * @returns n × classes probabilities, row by row; the rows of each item sum to 1
 * @throws AppError `network.inputShape`; the signal's reason when it is aborted
 */
export async function predict(
  { network }: { network: Network },
  examples: Pick<Examples, 'size' | 'inputShape' | 'read'>,
  { batchSize = 64, signal }: PredictOptions = {},
): Promise<Float32Array> {
  const { tf } = network.backend
  if (examples.inputShape.join() !== network.inputShape.join()) {
    throw new AppError(
      'network.inputShape',
      `The inputs are ${examples.inputShape.join(' × ')} and the network takes ${network.inputShape.join(' × ')}; use the patch size it was trained with.`,
      422,
    )
  }
  const unlabelled: Examples = { ...examples, classCount: network.classCount, labels: new Uint8Array(0), idOf: String }
  const probabilities = new Float32Array(examples.size * network.classCount)
  for (let start = 0; start < examples.size; start += batchSize) {
    signal?.throwIfAborted()
    const count = Math.min(batchSize, examples.size - start)
    const batch = await readBatch(
      unlabelled,
      Array.from({ length: count }, (_, i) => start + i),
    )
    const output = tf.tidy(() => {
      const inputs: Tensor4D = tf.tensor4d(batch.inputs, [count, ...network.inputShape])
      return tf.softmax(forward(network, inputs, { training: false }))
    })
    probabilities.set(await output.data(), start * network.classCount)
    output.dispose()
    await nextTurn()
  }
  return probabilities
}
