import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { type Backend, findArchitecture, selectBackend, whyNotNative } from '@/lib/network'
import { createAdam } from '@/lib/network/adam'
import { type Batch, unlabelled } from '@/lib/network/examples'
import { composedKernels } from '@/lib/network/kernels/composed'
import { createNetwork } from '@/lib/network/network'
import { type StepOptions, trainStep } from '@/lib/network/train-step'

const backend = await selectBackend()
const isNative = whyNotNative() === undefined
const composed: Backend = { ...backend, kernels: composedKernels(backend.tf) }
const largest = (values: Iterable<number>) => Math.max(...Array.from(values, Math.abs))
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  largest(Array.from(a, (value, i) => value - (b[i] ?? Number.NaN)))

type Changes = Partial<Omit<StepOptions, 'step' | 'mode'>>
type Setting = { id?: string; side?: number; batch?: Partial<Batch>; count?: number }

/** A few steps from the same start: the losses, and every variable afterwards. */
async function learn(
  on: Backend,
  steps: number,
  { id = 'tiny-local', side = 32, batch = {}, count = 4 }: Setting = {},
  changes: Changes = {},
) {
  const random = seededRandom(11)
  const network = createNetwork(on, findArchitecture(id), [side, side, 3], 4, random)
  const adam = createAdam(on, network.variables)
  const whole: Batch = {
    inputs: Float32Array.from({ length: count * side * side * 3 }, () => random.next() * 2 - 1),
    inputShape: [side, side, 3],
    labels: Uint8Array.from({ length: count }, (_, i) => i % 4),
    block: 1,
    ...batch,
  }
  const losses: number[] = []
  for (let step = 1; step <= steps; step++) {
    const mode = { training: true, dropout: { rate: 0.3, random } } as const
    losses.push(await trainStep(network, adam, whole, { learningRate: 1e-3, step, mode, ...changes }))
  }
  const values = network.variables.map(({ name, value }) => ({ name, values: value.dataSync().slice() }))
  const moments = adam.slots.map((slot) => slot.dataSync().slice())
  adam.dispose()
  network.dispose()
  return { losses, values, moments }
}

describe.skipIf(!isNative)('fused kernels (skipped where the native backend does not load)', () => {
  it.each([
    ['tiny-local', 32, {}],
    ['tiny-local', 32, { classWeights: [1, 5, 2, 3], clipNorm: 0.05, weightDecay: 0.2 }],
    ['tiny-global', 64, { weightDecay: 0.1 }],
    ['local-small', 32, {}],
  ] satisfies [string, number, Changes][])(
    '%s at %i px learns what the composed ones learn: %o',
    async (id, side, changes) => {
      const fused = await learn(backend, 3, { id, side }, changes)
      const reference = await learn(composed, 3, { id, side }, changes)

      expect(distance(fused.losses, reference.losses)).toBeLessThan(1e-5)
      // The moments are the gradients' size. A shift that the next normalisation takes away has none but rounding.
      const scale = largest(reference.moments.map(largest))
      for (const [i, moment] of fused.moments.entries()) {
        expect(distance(moment, reference.moments[i] ?? [])).toBeLessThan(1e-3 * scale)
      }
      for (const [i, { name, values }] of fused.values.entries()) {
        if (/kernel|mean|variance/.test(name)) {
          expect(distance(values, reference.values[i]?.values ?? []), name).toBeLessThan(1e-3)
        }
      }
    },
  )

  it('keep the moments as values of their own: what a checkpoint wrote is not changed by the next update', async () => {
    const { tf } = backend
    const value = tf.variable(tf.tensor1d([1, 2]))
    const adam = createAdam(backend, [{ name: 'value', shape: [2], trainable: true, value }])
    const gradients = { [value.name]: tf.tensor1d([1, -1]) }
    adam.apply(gradients, 0.1, 1)
    const [kept, copy] = [value.dataSync(), tf.clone(value)]
    const before = Array.from(kept)
    adam.apply(gradients, 0.1, 2)

    expect(Array.from(kept)).toEqual(before)
    expect(Array.from(copy.dataSync())).toEqual(before)
    expect(Array.from(value.dataSync())).not.toEqual(before)

    // And the other way round: what is read back from a file is what the next update starts from.
    tf.tidy(() => value.assign(tf.tensor1d([10, 20])))
    for (const slot of adam.slots) tf.tidy(() => slot.assign(tf.zerosLike(slot)))
    adam.apply(gradients, 0.1, 1)
    expect(Array.from(value.dataSync(), (number) => Math.round(number * 1e4) / 1e4)).toEqual([9.9, 20.1])

    adam.dispose()
    tf.dispose([value, copy, gradients])
  })
})

describe('a training step', () => {
  it('counts unlabelled items as if they were not there', async () => {
    const few = await learn(backend, 1, { count: 4, batch: { labels: Uint8Array.of(0, 1, unlabelled, 3) } })
    const weighted = await learn(
      backend,
      1,
      { count: 4, batch: { labels: Uint8Array.of(0, 1, 2, 3) } },
      { classWeights: [1, 1, 1e-9, 1] },
    )

    expect(few.losses[0]).toBeCloseTo(weighted.losses[0] ?? Number.NaN, 5)
  })

  it('refuses a batch without any label in a sentence', async () => {
    const labels = new Uint8Array(4).fill(unlabelled)
    await expect(learn(backend, 1, { batch: { labels } })).rejects.toThrow(/no labelled patch/)
  })

  it('gives the same factors for all classes no effect', async () => {
    const plain = await learn(backend, 2)
    const scaled = await learn(backend, 2, {}, { classWeights: [8, 8, 8, 8] })

    expect(scaled).toEqual(plain)
  })

  it('leaves every trainable weight alone when the loss is not finite', async () => {
    const broken = new Float32Array(4 * 32 * 32 * 3).fill(Number.NaN)
    const { losses, values, moments } = await learn(backend, 1, { batch: { inputs: broken } })
    const untouched = await learn(backend, 0)

    expect(losses).toEqual([Number.NaN])
    expect(moments.every((moment) => moment.every((each) => each === 0))).toBe(true)
    const trainable = (entry: { name: string }) => !/mean|variance/.test(entry.name)
    expect(values.filter(trainable)).toEqual(untouched.values.filter(trainable))
  })

  it('shortens a gradient that is longer than the limit, and no other', async () => {
    const plain = await learn(backend, 1)
    const wide = await learn(backend, 1, {}, { clipNorm: 1e6 })
    const narrow = await learn(backend, 1, {}, { clipNorm: 1e-3 })
    // After one step the first moments are a tenth of the gradient.
    const norm = ({ moments }: typeof plain) =>
      10 *
      Math.sqrt(
        moments
          .filter((_, i) => i % 2 === 0)
          .flatMap((m) => Array.from(m, (each) => each ** 2))
          .reduce((a, b) => a + b, 0),
      )

    expect(wide).toEqual(plain)
    expect(norm(plain)).toBeGreaterThan(1e-3)
    expect(norm(narrow)).toBeCloseTo(1e-3, 6)
  })

  it('takes weight decay off the kernels alone, before the update', async () => {
    const plain = await learn(backend, 1)
    const decayed = await learn(backend, 1, {}, { weightDecay: 0.5 })
    const start = await learn(backend, 0)
    for (const [i, { name, values }] of decayed.values.entries()) {
      const shares = name.endsWith('kernel') ? 5e-4 : 0
      const expected =
        plain.values[i]?.values.map((value, k) => value - shares * (start.values[i]?.values[k] ?? 0)) ?? []
      expect(largest(values.map((value, k) => value - (expected[k] ?? Number.NaN))), name).toBeLessThan(1e-6)
    }
  })

  it('leaves no tensor behind: memory is flat over 1,000 steps, patch by patch and on crops', async () => {
    const { tf } = backend
    const random = seededRandom(3)
    const network = createNetwork(backend, findArchitecture('tiny-local'), [24, 24, 3], 4, random)
    const adam = createAdam(backend, network.variables)
    const batches = [patches(24, 2), onCrops()]
    const counts = new Set<string>()
    for (let step = 1; step <= 1000; step++) {
      const mode = { training: true, dropout: { rate: 0.3, random } } as const
      const batch = batches[step % 2] ?? onCrops()
      await trainStep(network, adam, batch, { learningRate: 1e-3, step, mode, clipNorm: 0.1, weightDecay: 0.1 })
      const { numTensors, numDataBuffers, numBytes } = tf.memory()
      counts.add(`${numTensors} tensors, ${numDataBuffers} buffers, ${numBytes} bytes`)
    }
    adam.dispose()
    network.dispose()

    expect(counts.size).toBe(1)
  }, 120_000)
})

function patches(side: number, count: number): Batch {
  const inputs = new Float32Array(count * side * side * 3).fill(0.1)
  return { inputs, inputShape: [side, side, 3], labels: new Uint8Array(count), block: 1 }
}

/** Two by two patches of 24 px, 8 px apart. */
function onCrops(): Batch {
  return { ...patches(32, 1), labels: Uint8Array.of(0, 1, unlabelled, 3), block: 2 }
}
