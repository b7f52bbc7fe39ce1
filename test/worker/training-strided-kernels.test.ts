/**
 * What AlexNet needs beyond the paper's networks: a wide convolution at every fourth position, padded ones of 5 × 5, and
 * poolings that overlap. Its own layers at a few filters each, so that the gradients of both backends can be compared.
 */
import { expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { type Architecture, type BackendName, findArchitecture, selectBackend, whyNotNative } from '@/lib/network'
import { createNetwork } from '@/lib/network/network'
import { differentiate } from '@/lib/network/train-step'

await selectBackend()
const nativeIsThere = whyNotNative() === undefined

const thin: Architecture = {
  ...findArchitecture('alexnet'),
  build: (classCount) =>
    findArchitecture('alexnet')
      .build(classCount)
      .map((layer, i, layers) => {
        if (layer.type === 'conv') return { ...layer, filters: 4 }
        return layer.type === 'dense' && i < layers.length - 1 ? { ...layer, units: 6 } : layer
      }),
}

const [side, items] = [130, 4]

async function gradientsOn(prefer: BackendName) {
  const backend = await selectBackend({ prefer })
  const random = seededRandom(5)
  const network = createNetwork(backend, thin, [side, side, 3], 2, random)
  const inputs = Float32Array.from({ length: items * side * side * 3 }, () => random.next() * 2 - 1)
  const batch = { inputs, inputShape: network.inputShape, labels: Uint8Array.of(0, 1, 0, 1), block: 1 }
  const { loss, gradients } = await differentiate(network, batch, {
    training: true,
    dropout: { rate: 0.2, random },
  })
  const values = network.variables
    .filter(({ trainable }) => trainable)
    .map(({ name, value }) => ({ name, values: Array.from(gradients[value.name]?.dataSync() ?? []) }))
  for (const gradient of Object.values(gradients)) gradient.dispose()
  network.dispose()
  return { loss, values }
}

const largest = (values: number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

it.skipIf(!nativeIsThere)(
  'the WebAssembly backend computes strided and overlapping layers as the native one does (skipped where that does not load)',
  async () => {
    const native = await gradientsOn('tensorflow')
    const wasm = await gradientsOn('wasm')

    expect(wasm.values.map(({ name }) => name)).toEqual(native.values.map(({ name }) => name))
    expect(Math.abs(wasm.loss - native.loss)).toBeLessThan(1e-4)
    const floor = 1e-3 * largest(native.values.map(({ values }) => largest(values)))
    for (const [i, { name, values }] of wasm.values.entries()) {
      const reference = native.values[i]?.values ?? []
      const difference = largest(values.map((value, k) => value - (reference[k] ?? Number.NaN)))
      expect(difference / Math.max(floor, largest(reference)), name).toBeLessThan(1e-3)
    }
  },
)
