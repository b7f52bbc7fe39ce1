/** Networks and pictures of noise: what is computed from them has no meaning, but it has all its digits. */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { RandomSource } from '@/lib/domain/random'
import type { Backend } from '@/lib/network'
import type { Network } from '@/lib/network/network'

/** As if it had been trained: batch normalisation's four vectors and the biases are no longer 0 and 1. */
export function withHistory(network: Network, random: RandomSource): Network {
  const { tf } = network.backend
  for (const { shape, name, value } of network.variables) {
    if (shape.length > 1) continue
    const centre = /gamma|variance/.test(name) ? 1 : 0
    const values = Float32Array.from({ length: value.size }, () => centre + 0.5 * (random.next() - 0.5))
    tf.tidy(() => value.assign(tf.tensor(values, shape)))
  }
  return network
}

/** Values in −1…1. */
export const randomImage = ({ tf }: Backend, shape: [number, number, number, number], random: RandomSource): Tensor4D =>
  tf.tensor4d(randomPixels(shape[0] * shape[1] * shape[2] * shape[3], random), shape)

export const randomPixels = (length: number, random: RandomSource): Float32Array =>
  Float32Array.from({ length }, () => random.next() * 2 - 1)
