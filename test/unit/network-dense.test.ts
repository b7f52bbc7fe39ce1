import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { type Backend, catalogue, findArchitecture, isDenseAble, selectBackend } from '@/lib/network'
import { forwardDense } from '@/lib/network/dense'
import { receptiveField } from '@/lib/network/layers'
import { createNetwork, type ForwardMode, forward } from '@/lib/network/network'
import { randomImage, withHistory } from '../support/random-network'

const evaluation: ForwardMode = { training: false }
const localAble = catalogue.filter((entry) => entry.stage === 'local' && isDenseAble(entry))

const patchesOf = ({ tf }: Backend, image: Tensor4D, side: number, stride: number): Tensor4D => {
  const rows = Math.floor((image.shape[1] - side) / stride) + 1
  const columns = Math.floor((image.shape[2] - side) / stride) + 1
  const places = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const)
  return tf.concat(
    places.map(([r, c]) => tf.slice(image, [0, r * stride, c * stride, 0], [1, side, side, 3])),
    0,
  )
}

const largestDifference = ({ tf }: Backend, a: Tensor, b: Tensor) =>
  tf.max(tf.abs(tf.sub(a, tf.reshape(b, a.shape)))).dataSync()[0]

describe('which architectures can look at a whole picture', () => {
  it('are those whose convolutions are unpadded', () => {
    const able = Object.fromEntries(catalogue.map((entry) => [entry.id, isDenseAble(entry)]))

    expect(able).toMatchObject({
      'local-table-1': true,
      'local-small': true,
      'tiny-local': true,
      'global-table-2': false,
      'global-small': false,
      'tiny-global': false,
    })
  })

  it('says so in a sentence where one cannot', async () => {
    const backend = await selectBackend()
    const network = createNetwork(backend, findArchitecture('tiny-global'), [64, 64, 3], 4)

    expect(() => forwardDense(network, backend.tf.zeros([1, 64, 64, 3]), 1, evaluation)).toThrow(/“tiny-global” cannot/)
    network.dispose()
  })
})

describe.each(localAble)('$id over a picture', (architecture) => {
  it('gives every patch the scores that it gets alone', async () => {
    const backend = await selectBackend()
    const { tf } = backend
    const side = architecture.inputSides.at(-1) ?? 0
    const random = seededRandom(5)
    const network = withHistory(createNetwork(backend, architecture, [side, side, 3], 4, random), random)
    const { step } = receptiveField(architecture.build(4))
    const [before, tensors] = [tf.memory().numTensors, tf.memory().numBytes]
    tf.tidy(() => {
      const image = randomImage(backend, [1, side + 2 * step + 1, side + 3 * step, 3], random)
      const alone = forward(network, patchesOf(backend, image, side, step), evaluation)
      const dense = forwardDense(network, image, 1, evaluation)

      expect(dense.shape).toEqual([1, 3, 4, 4])
      expect(largestDifference(backend, alone, dense)).toBeLessThan(1e-5)
    })
    expect([tf.memory().numTensors, tf.memory().numBytes]).toEqual([before, tensors])
    network.dispose()
  })
})

describe('training on crops', () => {
  const sameDropout = (): ForwardMode => ({ training: true, dropout: { rate: 0.5, random: seededRandom(9) } })

  it.each(['tiny-local', 'local-small'])(
    '%s: patches side by side have the scores, gradients and moving averages of a batch of them',
    async (id) => {
      const backend = await selectBackend()
      const { tf } = backend
      const random = seededRandom(3)
      const side = 64
      const network = createNetwork(backend, findArchitecture(id), [side, side, 3], 4, random)
      const image = randomImage(backend, [2, 2 * side, 2 * side, 3], random)
      const variables = network.variables.filter(({ trainable }) => trainable).map(({ value }) => value)
      const before = network.variables.map(({ value }) => tf.clone(value))
      const { step } = receptiveField(network.layers.map(({ layer }) => layer))
      // Batch normalisation sees the gaps between neighbours too, so that a crop is one batch only where it is one patch.
      const crops = tf.slice(image, [0, 0, 0, 0], [2, side, side, 3])
      const target = tf.oneHot(tf.tensor1d([1, 3], 'int32'), 4)

      const loss = (scores: Tensor) => tf.losses.softmaxCrossEntropy(target, tf.reshape(scores, [2, 4])).asScalar()
      const alone = tf.variableGrads(() => loss(forward(network, crops, sameDropout())), variables)
      const movedAlone = network.variables.map(({ value }) => tf.clone(value))
      network.variables.forEach(({ value }, i) => {
        value.assign(before[i] as Tensor)
      })
      const dense = tf.variableGrads(() => loss(forwardDense(network, crops, 64 / step, sameDropout())), variables)

      expect(largestDifference(backend, alone.value, dense.value)).toBeLessThan(1e-5)
      for (const [name, gradient] of Object.entries(alone.grads)) {
        expect(largestDifference(backend, gradient, dense.grads[name] as Tensor)).toBeLessThan(1e-5)
      }
      network.variables.forEach(({ value }, i) => {
        expect(largestDifference(backend, movedAlone[i] as Tensor, value)).toBeLessThan(1e-6)
      })
      network.dispose()
    },
  )

  it('lets every labelled patch of a crop pull at the weights', async () => {
    const backend = await selectBackend()
    const { tf } = backend
    const random = seededRandom(4)
    const network = createNetwork(backend, findArchitecture('tiny-local'), [32, 32, 3], 4, random)
    const variables = network.variables.filter(({ trainable }) => trainable).map(({ value }) => value)
    const crops = randomImage(backend, [2, 48, 48, 3], random)
    const gradientOf = (row: number, column: number) => {
      const { grads } = tf.variableGrads(
        () => tf.slice(forwardDense(network, crops, 2, evaluation), [0, row, column, 0], [1, 1, 1, 1]).asScalar(),
        variables,
      )
      const first = grads[variables[0]?.name ?? '']
      return first ? tf.max(tf.abs(first)).dataSync()[0] : undefined
    }

    for (const place of [0, 1]) expect(gradientOf(place, 1 - place)).toBeGreaterThan(0)
    network.dispose()
  })
})
