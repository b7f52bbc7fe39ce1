/**
 * Weights as bytes: 32-bit floats, little-endian, one variable after the other in the network's order. The layout beside
 * them names each, so that a file of another architecture is refused instead of read as noise.
 */
import type { Variable } from '@tensorflow/tfjs'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { sizeOf } from './layers'
import type { Network } from './network'
import type { Tf } from './tf'

export const layoutSchema = z.array(z.strictObject({ name: z.string(), shape: z.array(z.number().int().min(1)) }))
export type WeightLayout = z.infer<typeof layoutSchema>

export const layoutOf = (network: Network): WeightLayout =>
  network.variables.map(({ name, shape }) => ({ name, shape }))

export const readWeights = (network: Network): Promise<Uint8Array> =>
  readVariables(network.variables.map(({ value }) => value))

export async function readVariables(variables: Variable[]): Promise<Uint8Array> {
  const bytes = new Uint8Array(variables.reduce((sum, variable) => sum + variable.size * 4, 0))
  let offset = 0
  for (const variable of variables) {
    const values = await variable.data()
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset)
    offset += values.byteLength
  }
  return bytes
}

/** @throws AppError `network.weightsDiffer` unless names and shapes are the network's own */
export function writeWeights(network: Network, bytes: Uint8Array, layout: WeightLayout, file: string): void {
  if (JSON.stringify(layout) !== JSON.stringify(layoutOf(network))) {
    throw new AppError(
      'network.weightsDiffer',
      `${file} holds the weights of another network than ${network.architecture.id} for ${network.classCount} classes of ${network.inputShape.join(' × ')}; choose the file that belongs to it.`,
      409,
    )
  }
  writeVariables(
    network.backend.tf,
    network.variables.map(({ value }) => value),
    bytes,
    file,
  )
}

/** @throws AppError `network.weightsLength` unless there are exactly as many bytes as the variables need */
export function writeVariables(tf: Tf, variables: Variable[], bytes: Uint8Array, file: string): void {
  const expected = variables.reduce((sum, variable) => sum + sizeOf(variable.shape) * 4, 0)
  if (bytes.byteLength !== expected) {
    throw new AppError(
      'network.weightsLength',
      `${file} has ${bytes.byteLength} bytes where ${expected} belong; it is damaged, so restore it from a copy.`,
      422,
    )
  }
  // A copy: the bytes may start at an address that floats cannot start at, and the tensors must own theirs.
  const values = new Float32Array(Uint8Array.from(bytes).buffer)
  let offset = 0
  for (const variable of variables) {
    const part = values.slice(offset, offset + variable.size)
    tf.tidy(() => variable.assign(tf.tensor(part, variable.shape)))
    offset += variable.size
  }
}
