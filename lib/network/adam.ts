/**
 * Adam (Kingma and Ba 2015), with decoupled weight decay (Loshchilov and Hutter 2019). Its whole state is the two moments of
 * every trainable variable and the number of steps taken: tfjs' own optimiser keeps running powers of β that its saved
 * state does not bring back exactly, so it is not used. The arithmetic itself is the backend's (kernels/).
 */
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs'
import type { Backend } from './backend'
import type { NetworkVariable } from './network'

const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-7

export type Adam = {
  /** First and second moments in the order of the trainable variables: m₁, v₁, m₂, v₂ … */
  slots: Variable[]
  /**
   * @param gradients by the variables' tfjs names
   * @param step the number of this update, from 1
   * @param weightDecay share of every kernel that goes, times the learning rate; biases and normalisation keep theirs
   */
  apply(gradients: NamedTensorMap, learningRate: number, step: number, weightDecay?: number): void
  dispose(): void
}

export function createAdam({ tf, kernels }: Backend, variables: NetworkVariable[]): Adam {
  const entries = variables
    .filter((variable) => variable.trainable)
    .map(({ value, shape }) => ({
      value,
      isKernel: shape.length > 1,
      m: tf.tidy(() => tf.variable(tf.zeros(shape), false)),
      v: tf.tidy(() => tf.variable(tf.zeros(shape), false)),
    }))

  function apply(gradients: NamedTensorMap, learningRate: number, step: number, weightDecay = 0): void {
    // The corrections for the moments' start at 0, folded into the step size and ε as in section 2 of the paper.
    const correction2 = Math.sqrt(1 - beta2 ** step)
    const size = (learningRate * correction2) / (1 - beta1 ** step)
    const update = { size, epsilon: epsilon * correction2, beta1, beta2 }
    for (const slot of entries) {
      const gradient = gradients[slot.value.name]
      const keep = slot.isKernel ? 1 - learningRate * weightDecay : 1
      if (gradient) kernels.adam(slot, gradient, { ...update, keep })
    }
  }

  const slots = entries.flatMap(({ m, v }) => [m, v])
  return {
    slots,
    apply,
    dispose: () => {
      kernels.release(entries)
      for (const slot of slots) slot.dispose()
    },
  }
}
