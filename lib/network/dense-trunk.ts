/**
 * Convolutions and poolings over a picture that arrives in bands of rows. Every layer keeps the few last rows that its
 * window will look at again, so that a picture in bands costs no more arithmetic than one at once, and the maps between two
 * layers are only as high as a band.
 */
import type { Tensor4D } from '@tensorflow/tfjs'
import type { Backend } from './backend'
import type { NetworkLayer } from './network'
import type { Tf } from './tf'
import { type TrunkStep, trunkSteps } from './trunk-steps'

export type Trunk = {
  /**
   * @param band the next rows of the picture, `[1, n, width, channels]`; the trunk disposes of it
   * @returns the rows of the last map that this completes; the caller disposes of them
   */
  push(band: Tensor4D): Tensor4D | undefined
  /** Of the maps that are there at a time, per pixel of a band. */
  bytesPerPixel: number
  dispose(): void
}

/** Rows of a step's input that it will look at again, and how many of those to come it will not look at. */
type Held = { rows?: Tensor4D; skip: number }

/** @param layers those of `denseParts(network).trunk` */
export function createTrunk(backend: Backend, layers: readonly NetworkLayer[]): Trunk {
  const { tf } = backend
  const steps = trunkSteps(backend, layers)
  let held: Held[] = steps.map(() => ({ skip: 0 }))

  return {
    push(band) {
      let x: Tensor4D | undefined = band
      held = held.map((before, i) => {
        const step = steps[i]
        if (!x || !step) return before
        const input: Tensor4D = x
        const { out, ...after } = slide(tf, step, before, input)
        before.rows?.dispose()
        input.dispose()
        x = out
        return after
      })
      return x
    },
    bytesPerPixel: 4 * Math.max(...steps.map(({ valuesPerPixel }) => valuesPerPixel)),
    dispose() {
      for (const { rows } of held) rows?.dispose()
      for (const step of steps) step.dispose()
    },
  }
}

/** One step over the rows that it held and the new ones. What it returns outlives both. */
function slide(tf: Tf, { size, stride, run }: TrunkStep, held: Held, x: Tensor4D): Held & { out?: Tensor4D } {
  const passed = Math.min(held.skip, x.shape[1])
  const skip = held.skip - passed
  return tf.tidy(() => {
    const news = passed > 0 ? rowsFrom(tf, x, passed) : x
    if (!news) return { skip }
    const rows: Tensor4D = held.rows ? tf.concat([held.rows, news], 1) : news
    const height = rows.shape[1]
    if (height < size) return { rows: tf.clone(rows), skip }
    const next = (Math.floor((height - size) / stride) + 1) * stride
    const rest = rowsFrom(tf, rows, next)
    return { out: run(rows), skip: Math.max(0, next - height), ...(rest ? { rows: rest } : {}) }
  })
}

const rowsFrom = (tf: Tf, x: Tensor4D, from: number): Tensor4D | undefined =>
  from < x.shape[1] ? tf.slice(x, [0, from, 0, 0], [-1, -1, -1, -1]) : undefined
