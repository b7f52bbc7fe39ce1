/**
 * Convolutions of 3 × 3 filters in less than half of the arithmetic (Winograd's minimal filtering; lib/network/native), in
 * training, where they take four fifths of a step, and over whole photographs. TensorFlow's own are at the processor's limit
 * already. Results differ from those by about 2e-6 of the largest value; prediction patch by patch goes on with TensorFlow's.
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Tf } from '../tf'
import type { Kernels } from './kernels'
import { attributesOf, nodeBackend } from './node-backend'
import { withGradient } from './with-gradient'

const require = createRequire(import.meta.url)

/** Multiples of this many channels on both sides, the width of a vector. */
const lanes = 16

/**
 * Loads the library that install-native.mjs has built beside tfjs-node's addon. Not there, not for this processor, or the
 * work is a graphics card's: TensorFlow's convolutions do.
 */
export function hasOwnConvolutions(tf: Tf): boolean {
  if (nodeBackend(tf).isUsingGpuDevice) return false
  try {
    const folder = path.dirname(require.resolve('@tensorflow/tfjs-node/package.json'))
    const version = Math.min(8, Number(process.versions.napi))
    const { canConvolve }: { canConvolve: boolean } = require(
      path.join(folder, `lib/napi-v${version}/concord_kernels.node`),
    )
    return canConvolve
  } catch {
    return false
  }
}

/** @param threads the order of sums, and so the last digit of a filter's gradient, follows from it */
export function ownConvolve(tf: Tf, threads: number): Kernels['convolve'] {
  const node = nodeBackend(tf)
  const attribute = attributesOf(node)
  const run = (name: string, pad: number, turned: boolean, inputs: Tensor4D[]) =>
    node.executeSingleOutput(
      name,
      [attribute.integers('pad', pad), attribute.integers('threads', threads), attribute.flag('turned', turned)],
      inputs,
    ) as Tensor4D

  return (x, kernel, { stride, padding }) => {
    const [height, width, channels, filters] = kernel.shape
    const fits = height === 3 && width === 3 && stride === 1 && channels % lanes === 0 && filters % lanes === 0
    if (!fits) return tf.conv2d(x, kernel, stride, padding)
    const pad = padding === 'same' ? 1 : 0
    return withGradient<Tensor4D>(tf, [x, kernel], () => ({
      value: run('ConcordConv3x3', pad, false, [x, kernel]),
      saved: [x, kernel],
      gradients(dy, [x, kernel]) {
        if (!x || !kernel) throw new Error('A convolution saved too little.')
        return [
          run('ConcordConv3x3', 2 - pad, true, [dy, kernel as Tensor4D]),
          run('ConcordConv3x3Filter', pad, false, [x as Tensor4D, dy]),
        ]
      },
    }))
  }
}
