/**
 * The largest value of windows, with its gradient. TensorFlow's own gradient looks for every largest value again, which takes
 * ten times as long as finding it did; oneDNN's pooling for processors keeps where it was.
 */
import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from '../tf'
import type { Pooling } from './kernels'
import { attributesOf, type NodeBackend, nodeBackend } from './node-backend'

export type NativePool = {
  /** @returns `saved`: what the gradient needs of it */
  forward(x: Tensor, pooling: Pooling): { value: Tensor; saved: Tensor[] }
  backward(dy: Tensor, saved: Tensor[], pooling: Pooling): Tensor
}

export function nativePool(tf: Tf): NativePool {
  const node = nodeBackend(tf)
  const remembering = createPool(node, '_MklNative')
  return remembers(tf, node, remembering) ? remembering : createPool(node, '')
}

function createPool(node: NodeBackend, family: '' | '_MklNative'): NativePool {
  const attribute = attributesOf(node)
  const attributes = ({ size, stride, padding }: Pooling) => [
    attribute.float32('T'),
    attribute.integers('ksize', [1, size, size, 1]),
    attribute.integers('strides', [1, stride, stride, 1]),
    attribute.text('padding', padding.toUpperCase()),
    attribute.text('data_format', 'NHWC'),
    ...(family ? [attribute.text('_kernel', 'MklNameChangeOp')] : []),
  ]
  return {
    forward(x, pooling) {
      const [value, ...places] = node.executeMultipleOutputs(
        `${family}MaxPool`,
        attributes(pooling),
        [x],
        family ? 2 : 1,
      )
      if (!value) throw new Error('A pooling gave nothing.')
      return { value, saved: [x, value, ...places] }
    },
    backward(dy, [x, value, ...places], pooling) {
      if (!x || !value) throw new Error('A pooling saved too little.')
      return node.executeSingleOutput(`${family}MaxPoolGrad`, attributes(pooling), [x, value, dy, ...places])
    },
  }
}

/** Asking it is the only way to know. */
function remembers(tf: Tf, node: NodeBackend, pool: NativePool): boolean {
  if (node.isUsingGpuDevice) return false
  return tf.tidy(() => {
    try {
      const pooling = { size: 2, stride: 2, padding: 'valid' } as const
      const { value, saved } = pool.forward(tf.tensor4d([1, 4, 3, 2], [1, 2, 2, 1]), pooling)
      const gradient = pool.backward(tf.tensor4d([5], [1, 1, 1, 1]), saved, pooling)
      return [...value.dataSync(), ...gradient.dataSync()].join() === '4,0,5,0,0'
    } catch {
      return false
    }
  })
}
