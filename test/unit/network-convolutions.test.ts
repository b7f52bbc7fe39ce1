import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '@/lib/domain/hash'
import { seededRandom } from '@/lib/domain/random'
import { selectBackend } from '@/lib/network'
import type { Kernels } from '@/lib/network/kernels/kernels'
import { nativeKernels } from '@/lib/network/kernels/native'

const backend = await selectBackend()
const { tf } = backend
const isOwn = backend.version.includes('own convolutions')
const [own, theirs] = isOwn ? [nativeKernels(tf, 2), nativeKernels(tf, null)] : [backend.kernels, backend.kernels]

type Case = { n: number; height: number; width: number; channels: number; filters: number; padding: 'valid' | 'same' }
const usual: Case = { n: 2, height: 10, width: 10, channels: 16, filters: 32, padding: 'valid' }

function noise(shape: [number, number, number, number], seed: number): Tensor4D {
  const random = seededRandom(seed)
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.next() * 2 - 1)
  return tf.tensor4d(values, shape)
}

/** The result, and the gradients with respect to the image and the filters, of the same numbers. */
function compute(kernels: Kernels, { n, height, width, channels, filters, padding }: Case): Float32Array[] {
  return tf.tidy(() => {
    const [x, kernel] = [noise([n, height, width, channels], 1), noise([3, 3, channels, filters], 2)]
    const run = (image: Tensor, filter: Tensor) =>
      kernels.convolve(image as Tensor4D, filter as Tensor4D, { stride: 1, padding })
    const y = run(x, kernel)
    const weights = noise(y.shape, 3)
    const gradients = tf.grads((image, filter) => tf.sum(tf.mul(run(image, filter), weights)))([x, kernel])
    return [y, ...gradients].map((tensor) => Float32Array.from(tensor.dataSync()))
  })
}

describe.skipIf(!isOwn)('our own convolutions (skipped where they are not built)', () => {
  it.each([
    ['4 divides the result', {}],
    ['4 does not divide the result', { height: 9, width: 13 }],
    ['a result of one value', { height: 3, width: 3, n: 1 }],
    ['a border of zeros', { padding: 'same', height: 7, width: 8 }],
    ['an odd number of vectors', { channels: 48, filters: 16, padding: 'same' }],
    ['more tiles than are looked at together', { n: 3, height: 40, width: 40, channels: 64, filters: 64 }],
  ] satisfies [string, Partial<Case>][])(
    'are TensorFlow’s, gradients too, to 1e-5 of the largest value: %s',
    (_, changes) => {
      const ours = compute(own, { ...usual, ...changes })
      const reference = compute(theirs, { ...usual, ...changes })

      for (const [i, values] of ours.entries()) {
        const expected = reference[i] ?? new Float32Array(0)
        const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        const worst = values.reduce(
          (most, value, k) => Math.max(most, Math.abs(value - (expected[k] ?? Number.NaN))),
          0,
        )
        expect(worst / largest).toBeLessThan(1e-5)
      }
    },
  )

  it('give the same bits every time', () => {
    const large = { ...usual, n: 4, height: 40, width: 40, channels: 32 }
    const bits = () => compute(own, large).map((values) => sha256Hex(new Uint8Array(values.buffer)))
    const first = bits()
    for (let i = 0; i < 5; i++) expect(bits()).toEqual(first)
  })

  it('leave other windows and narrower images to TensorFlow', () => {
    const narrow = { ...usual, channels: 3 }

    expect(compute(own, narrow)).toEqual(compute(theirs, narrow))
  })
})
