/**
 * What is used of tfjs-node beyond tfjs' own interface: it can execute any operation of TensorFlow by name. Only this
 * file knows the names of its parts; with tfjs-node-gpu in the place of tfjs-node they are the same.
 */
import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from '../tf'

/** Numbers that name types to TensorFlow's library, and its calls on tensors that only it knows. */
type Binding = Record<'TF_FLOAT' | 'TF_INT32', number> &
  Record<`TF_ATTR_${'TYPE' | 'FLOAT' | 'BOOL' | 'STRING' | 'INT' | 'SHAPE'}`, number> & {
    createTensor(shape: number[], type: number, values: Float32Array): number
    deleteTensor(id: number): void
    executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): { id: number }[]
  }

export type Attribute = { name: string; type: number; value: unknown }

export type NodeBackend = {
  binding: Binding
  isUsingGpuDevice: boolean
  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tensor[]): Tensor
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[]
  /** Writes values that are still JavaScript's to the library, and says the numbers that it knows the tensors by. */
  getInputTensorIds(tensors: Tensor[]): number[]
  /** `id` is the library's number of the tensor that holds the values; `refCount` counts tfjs' tensors that share them. */
  tensorMap: { get(dataId: object): { id: number; refCount: number } }
}

export function nodeBackend(tf: Tf): NodeBackend {
  const found: object = tf.engine().backend
  if (!('binding' in found)) throw new Error('This backend is not that of tfjs-node.')
  return found as NodeBackend
}

/** Attributes of operations on 32-bit floats, by kind. */
export const attributesOf = ({ binding }: NodeBackend) => ({
  float32: (name: string): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }),
  int32: (name: string): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 }),
  number: (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_FLOAT, value }),
  integers: (name: string, value: number | number[]): Attribute => ({ name, type: binding.TF_ATTR_INT, value }),
  flag: (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value }),
  text: (name: string, value: string): Attribute => ({ name, type: binding.TF_ATTR_STRING, value }),
  shape: (name: string, value: number[]): Attribute => ({ name, type: binding.TF_ATTR_SHAPE, value }),
})
export type Attributes = ReturnType<typeof attributesOf>
