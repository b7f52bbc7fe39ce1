/**
 * What a patch network says about every patch of one picture. Where the network is dense-able, its convolutions run over
 * the picture once, and each patch's part of the last map goes through the rest of the layers as it does for a patch
 * alone; elsewhere patch by patch. The answers are the same (to 1e-5); the time is not.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tensor } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import { insideIndices, patchCount, patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { env } from '@/lib/env'
import { denseParts, isDenseAble } from './dense'
import { latticesOf } from './dense-lattice'
import { costOf, segmentsOf } from './dense-segments'
import type { Examples } from './examples'
import { type LastMapOptions, lastMap, type Pass, type Picture } from './last-map'
import { applyLayers, type Network, type NetworkLayer } from './network'
import { predict } from './predict'

export type GridOptions = {
  /** Which patches are asked for, in index order; all by default. */
  inside?: readonly boolean[]
  /** Pixels around each patch that the network sees as well; of the model's recipe. */
  surroundings?: number
  /** What the maps between the layers may take; by default what the environment says. The answers do not depend on it. */
  mebibytesMax?: number
  signal?: AbortSignal
}

/**
 * @param image d · d · 3 values in the scale of the model's card, row by row, channels together
 * @returns s · s · classes probabilities in index order; NaN for the patches that were not asked for
 * @throws AppError `network.image`, `network.inputShape`; the signal's reason when it is aborted
 */
export async function predictGrid(
  { network }: { network: Network },
  image: Float32Array,
  grid: GridSettings,
  { inside, surroundings = 0, mebibytesMax = env().mapMebibytes, signal }: GridOptions = {},
): Promise<Float32Array> {
  const count = patchCount(grid)
  const indices = inside ? insideIndices(inside) : Array.from({ length: count }, (_, i) => i)
  checkSizes(image, grid, inside?.length ?? count, count)
  if (surroundings > 0) {
    const wide = { d: grid.d + 2 * surroundings, h: grid.h + 2 * surroundings, ov: grid.ov + 2 * surroundings }
    return predictGrid({ network }, widened(image, grid.d, surroundings), wide, { inside, mebibytesMax, signal })
  }
  const answers = new Float32Array(count * network.classCount).fill(Number.NaN)
  const passes = passesOver(network, grid, indices)
  if (passes) {
    const picture = { values: image, d: grid.d }
    for (const pass of passes)
      await answerPass(network, picture, pass, { budget: mebibytesMax * 2 ** 20, signal, answers })
    return answers
  }
  const found = await predict({ network }, patchesOf(image, grid, indices), { signal })
  indices.forEach((index, i) => {
    const from = i * network.classCount
    answers.set(found.subarray(from, from + network.classCount), index * network.classCount)
  })
  return answers
}

type Work = LastMapOptions & { answers: Float32Array }

/** Undefined where patch by patch is the only way, or the shorter one. */
function passesOver(network: Network, grid: GridSettings, indices: readonly number[]): Pass[] | undefined {
  if (!isDenseAble(network.architecture) || network.inputShape[0] !== grid.h) return undefined
  const { side, step, receptiveField } = denseParts(network)
  const reach = (receptiveField - step) / step
  const passes = latticesOf(grid, step, indices).map((lattice) => ({
    ...lattice,
    segments: segmentsOf(lattice.patches, side, reach),
  }))
  const cost = passes.flatMap(({ segments }) => segments).reduce((sum, segment) => sum + costOf(segment, reach), 0)
  return cost < indices.length * (side + reach) ** 2 ? passes : undefined
}

async function answerPass(
  network: Network,
  picture: Picture,
  pass: Pass,
  { budget, signal, answers }: Work,
): Promise<void> {
  const { tf } = network.backend
  const { trunk: layers, side } = denseParts(network)
  const rest = network.layers.slice(layers.length)
  const map = await lastMap(network, picture, pass, { budget, signal })
  const perBatch = patchesPerBatch(side * side * (map.shape[3] ?? 0), budget)
  try {
    for (let start = 0; start < pass.patches.length; start += perBatch) {
      signal?.throwIfAborted()
      const patches = pass.patches.slice(start, start + perBatch)
      const output = tf.tidy(() => {
        const parts = patches.map(({ row, column }) => tf.slice(map, [0, row, column, 0], [1, side, side, -1]))
        return tf.softmax(through(network, rest, tf.concat(parts, 0)))
      })
      const found = await output.data()
      output.dispose()
      patches.forEach(({ index }, i) => {
        const from = i * network.classCount
        answers.set(found.subarray(from, from + network.classCount), index * network.classCount)
      })
      await nextTurn()
    }
  } finally {
    map.dispose()
  }
}

/** A patch's part of the last map is there three times for a moment: cut out, put together, and flat. */
const patchesPerBatch = (values: number, budget: number) =>
  Math.min(128, Math.max(1, Math.floor(budget / (12 * values))))

const through = ({ backend }: Network, layers: readonly NetworkLayer[], x: Tensor): Tensor =>
  applyLayers(backend, layers, x, { training: false })

/** The picture with a margin of 0, which is what lies outside the field of view: then a patch and its surroundings are one patch. */
function widened(image: Float32Array, d: number, margin: number): Float32Array {
  const side = d + 2 * margin
  const wide = new Float32Array(side * side * 3)
  for (let row = 0; row < d; row++) {
    wide.set(image.subarray(row * d * 3, (row + 1) * d * 3), ((row + margin) * side + margin) * 3)
  }
  return wide
}

/** Patches of one picture as items to predict, in the order of `indices`. */
export function patchesOf(
  image: Float32Array,
  grid: GridSettings,
  indices: readonly number[],
): Pick<Examples, 'size' | 'inputShape' | 'read'> {
  const rects = patchRects(grid)
  const length = grid.h * 3
  return {
    size: indices.length,
    inputShape: [grid.h, grid.h, 3],
    read(i, into, offset) {
      const { x = 0, y = 0 } = rects[indices[i] ?? 0] ?? {}
      for (let row = 0; row < grid.h; row++) {
        const from = ((y + row) * grid.d + x) * 3
        into.set(image.subarray(from, from + length), offset + row * length)
      }
    },
  }
}

function checkSizes(image: Float32Array, { d }: GridSettings, given: number, patches: number) {
  if (image.length === d * d * 3 && given === patches) return
  throw new AppError(
    'network.image',
    `A picture of ${image.length} values with ${given} patches does not fit a grid of ${patches} patches on ${d} × ${d} pixels.`,
    422,
  )
}
