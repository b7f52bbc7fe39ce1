import type { Tensor } from '@tensorflow/tfjs'
import type { Tf } from '../tf'

type Computed<T extends Tensor> = {
  value: T
  /** Handed to `gradients` again; everything else that was made on the way is disposed of. */
  saved: Tensor[]
  /** One for each input, in their order. */
  gradients(dy: T, saved: Tensor[]): Tensor[]
}

/** An operation that brings its own gradient. `compute` sees the inputs as they are; nothing in it is differentiated. */
export function withGradient<T extends Tensor>(tf: Tf, inputs: Tensor[], compute: () => Computed<T>): T {
  const operation = tf.customGrad((...parts) => {
    const { value, saved, gradients } = compute()
    const save = parts.at(-1)
    if (typeof save === 'function') save(saved)
    return { value, gradFunc: gradients }
  })
  return operation(...inputs)
}
