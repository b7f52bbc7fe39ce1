/**
 * What a patch network says about every patch of one picture. Where the network is dense-able, its convolutions run over
 * the picture once, and each patch's part of the last map goes through the rest of the layers as it does for a patch
 * alone; elsewhere patch by patch. The answers are the same (to 1e-5); the time is not.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import { insideIndices, patchCount, patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { env } from '@/lib/env'
import { denseParts, isDenseAble } from './dense'
import { isWorthwhile, type Lattice, latticesOf } from './dense-lattice'
import { createTrunk } from './dense-trunk'
import type { Examples } from './examples'
import { applyLayers, type Network, type NetworkLayer } from './network'
import { predict } from './predict'

export type GridOptions = {
  /** Which patches are asked for, in index order; all by default. */
  inside?: readonly boolean[]
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
  { inside, mebibytesMax = env().mapMebibytes, signal }: GridOptions = {},
): Promise<Float32Array> {
  const count = patchCount(grid)
  const indices = inside ? insideIndices(inside) : Array.from({ length: count }, (_, i) => i)
  checkSizes(image, grid, inside?.length ?? count, count)
  const answers = new Float32Array(count * network.classCount).fill(Number.NaN)
  const lattices = passesOver(network, grid, indices)
  if (lattices) {
    const budget = mebibytesMax * 2 ** 20
    for (const lattice of lattices) await answerLattice(network, image, grid, lattice, { budget, signal, answers })
    return answers
  }
  const found = await predict({ network }, patchesOf(image, grid, indices), { signal })
  indices.forEach((index, i) => {
    const from = i * network.classCount
    answers.set(found.subarray(from, from + network.classCount), index * network.classCount)
  })
  return answers
}

/** Undefined where patch by patch is the only way, or the shorter one. */
function passesOver(network: Network, grid: GridSettings, indices: readonly number[]): Lattice[] | undefined {
  if (!isDenseAble(network.architecture) || network.inputShape[0] !== grid.h) return undefined
  const lattices = latticesOf(grid, denseParts(network).step, indices)
  return isWorthwhile(lattices, grid) ? lattices : undefined
}

type Work = { budget: number; signal: AbortSignal | undefined; answers: Float32Array }

async function answerLattice(
  network: Network,
  image: Float32Array,
  grid: GridSettings,
  lattice: Lattice,
  { budget, signal, answers }: Work,
): Promise<void> {
  const { tf } = network.backend
  const { trunk: layers, side } = denseParts(network)
  const rest = network.layers.slice(layers.length)
  const map = await lastMap(network, image, grid, lattice, { budget, signal })
  const perBatch = patchesPerBatch(side * side * (map.shape[3] ?? 0), budget)
  try {
    for (let start = 0; start < lattice.patches.length; start += perBatch) {
      signal?.throwIfAborted()
      const patches = lattice.patches.slice(start, start + perBatch)
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

/** The last map of the pass, `[1, rows, columns, channels]`, computed in bands that fit the budget. */
async function lastMap(
  network: Network,
  image: Float32Array,
  { d }: GridSettings,
  { x, y, width, height }: Lattice,
  { budget, signal }: Omit<Work, 'answers'>,
): Promise<Tensor4D> {
  const { tf } = network.backend
  const trunk = createTrunk(tf, denseParts(network).trunk)
  const bandHeight = Math.max(1, Math.floor(budget / (trunk.bytesPerPixel * width)))
  const pieces: Tensor4D[] = []
  try {
    for (let top = 0; top < height; top += bandHeight) {
      signal?.throwIfAborted()
      const rows = Math.min(bandHeight, height - top)
      const band = new Float32Array(rows * width * 3)
      for (let row = 0; row < rows; row++) {
        const from = ((y + top + row) * d + x) * 3
        band.set(image.subarray(from, from + width * 3), row * width * 3)
      }
      const piece = trunk.push(tf.tensor4d(band, [1, rows, width, 3]))
      if (piece) pieces.push(piece)
      await nextTurn()
    }
    return tf.tidy(() => tf.concat(pieces, 1))
  } finally {
    for (const piece of pieces) piece.dispose()
    trunk.dispose()
  }
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
