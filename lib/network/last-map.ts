/**
 * The last map of a network's trunk over one picture, as far as patches need it: segment after segment, each in bands of rows
 * that fit the memory that is given.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Tensor4D } from '@tensorflow/tfjs'
import { denseParts } from './dense'
import type { Lattice } from './dense-lattice'
import type { Segment } from './dense-segments'
import { createTrunk } from './dense-trunk'
import type { Network } from './network'

/** d · d · 3 values. */
export type Picture = { values: Float32Array; d: number }

export type Pass = Lattice & { segments: Segment[] }

export type LastMapOptions = {
  /** Bytes that the maps between two layers may take. */
  budget: number
  signal: AbortSignal | undefined
}

/**
 * @returns `[1, rows, columns, channels]`, 0 where no segment lies; the caller disposes of it
 * @throws the signal's reason when it is aborted
 */
export async function lastMap(
  network: Network,
  picture: Picture,
  pass: Pass,
  options: LastMapOptions,
): Promise<Tensor4D> {
  const { tf } = network.backend
  const channels = denseParts(network).trunk.at(-1)?.output[2] ?? 0
  const width = Math.max(...pass.segments.map(({ right }) => right))
  const pieces: Tensor4D[] = []
  const done = () => pieces.reduce((sum, { shape }) => sum + shape[1], 0)
  try {
    for (const segment of pass.segments) {
      if (segment.top > done()) pieces.push(tf.zeros([1, segment.top - done(), width, channels]))
      for await (const piece of bandsOf(network, picture, pass, segment, options)) {
        const sides: [number, number] = [segment.left, width - segment.right]
        pieces.push(tf.tidy(() => tf.pad(piece, [[0, 0], [0, 0], sides, [0, 0]])))
        piece.dispose()
      }
    }
    return tf.tidy(() => tf.concat(pieces, 1))
  } finally {
    for (const piece of pieces) piece.dispose()
  }
}

/** The rows of a segment, computed in bands of the picture that fit the budget; the caller disposes of them. */
async function* bandsOf(
  network: Network,
  { values, d }: Picture,
  pass: Pass,
  { top, bottom, left, right }: Segment,
  { budget, signal }: LastMapOptions,
): AsyncGenerator<Tensor4D> {
  const { tf } = network.backend
  const { trunk: layers, step, receptiveField } = denseParts(network)
  const pixels = (positions: number) => (positions - 1) * step + receptiveField
  const width = pixels(right - left)
  const height = pixels(bottom - top)
  const trunk = createTrunk(network.backend, layers)
  const bandHeight = Math.max(1, Math.floor(budget / (trunk.bytesPerPixel * width)))
  try {
    for (let start = 0; start < height; start += bandHeight) {
      signal?.throwIfAborted()
      const rows = Math.min(bandHeight, height - start)
      const band = new Float32Array(rows * width * 3)
      for (let row = 0; row < rows; row++) {
        const from = ((pass.y + top * step + start + row) * d + pass.x + left * step) * 3
        band.set(values.subarray(from, from + width * 3), row * width * 3)
      }
      const piece = trunk.push(tf.tensor4d(band, [1, rows, width, 3]))
      if (piece) yield piece
      await nextTurn()
    }
  } finally {
    trunk.dispose()
  }
}
