import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { type BackendName, findArchitecture, selectBackend, whyNotNative } from '@/lib/network'
import type { Batch } from '@/lib/network/examples'
import { createNetwork } from '@/lib/network/network'
import { differentiate } from '@/lib/network/train-step'
import { memoryStore, trainTiny } from '../support/training'

await selectBackend()
const nativeIsThere = whyNotNative() === undefined

/** Loss and every gradient of one batch, the same batch and weights on every backend. */
async function gradientsOn(prefer: BackendName, id: string, side: number) {
  const backend = await selectBackend({ prefer })
  const random = seededRandom(11)
  const network = createNetwork(backend, findArchitecture(id), [side, side, 3], 4, random)
  const inputs = Float32Array.from({ length: 4 * side * side * 3 }, () => random.next() * 2 - 1)
  const mode = { training: true, dropout: { rate: 0.2, random } } as const
  const batch: Batch = { inputs, inputShape: [side, side, 3], labels: Uint8Array.of(0, 1, 2, 3), block: 1 }
  const { loss, gradients } = await differentiate(network, batch, mode)
  const trainable = network.variables.filter((variable) => variable.trainable)
  const values = trainable.map(({ name, value }) => ({
    name,
    values: Array.from(gradients[value.name]?.dataSync() ?? []),
  }))
  for (const gradient of Object.values(gradients)) gradient.dispose()
  network.dispose()
  return { loss, values }
}

const largest = (values: number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('the WebAssembly backend', () => {
  it.skipIf(!nativeIsThere).each([
    ['tiny-local', 32],
    ['tiny-global', 64],
    ['local-small', 32],
  ])('computes the gradients of %s as the native one does (skipped where that does not load)', async (id, side) => {
    const native = await gradientsOn('tensorflow', id, side)
    const wasm = await gradientsOn('wasm', id, side)

    expect(wasm.values.map(({ name }) => name)).toEqual(native.values.map(({ name }) => name))
    expect(Math.abs(wasm.loss - native.loss)).toBeLessThan(1e-4)
    // A shift that the next batch normalisation takes away has no gradient but rounding: it counts by the network's scale.
    const floor = 1e-3 * largest(native.values.map(({ values }) => largest(values)))
    for (const [i, { name, values }] of wasm.values.entries()) {
      const reference = native.values[i]?.values ?? []
      const difference = largest(values.map((value, k) => value - (reference[k] ?? Number.NaN)))
      expect(difference / Math.max(floor, largest(reference)), name).toBeLessThan(1e-3)
    }
  })

  it('trains, leaks no tensor, and resumes a stopped run exactly', async () => {
    const backend = await selectBackend({ prefer: 'wasm' })
    const before = backend.tf.memory().numTensors
    const counts: number[] = []
    const leftAlone = await trainTiny({ backend, onProgress: () => void counts.push(backend.tf.memory().numTensors) })
    const checkpoints = memoryStore()
    const stop = new AbortController()
    await trainTiny({
      backend,
      checkpoints,
      signal: stop.signal,
      onProgress: ({ step }) => void (step === 4 && stop.abort()),
    })
    const resumed = await trainTiny({ backend, checkpoints })

    expect(new Set(counts).size).toBe(1)
    expect(backend.tf.memory().numTensors).toBe(before)
    expect(resumed).toEqual(leftAlone)
  })
})
