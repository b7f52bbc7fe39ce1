/**
 * Adam (Kingma and Ba 2015). Its whole state is the two moments of every trainable variable and the number of steps taken:
 * tfjs' own optimiser keeps running powers of β that its saved state does not bring back exactly, so it is not used.
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
  /** @param gradients by the variables' tfjs names; @param step the number of this update, from 1 */
  apply(gradients: NamedTensorMap, learningRate: number, step: number): void
  dispose(): void
}

export function createAdam({ tf }: Backend, variables: NetworkVariable[]): Adam {
  const entries = variables
    .filter((variable) => variable.trainable)
    .map(({ value, shape }) => ({
      value,
      m: tf.tidy(() => tf.variable(tf.zeros(shape), false)),
      v: tf.tidy(() => tf.variable(tf.zeros(shape), false)),
    }))

  function apply(gradients: NamedTensorMap, learningRate: number, step: number): void {
    // The corrections for the moments' start at 0, folded into the step size and ε as in section 2 of the paper.
    const correction2 = Math.sqrt(1 - beta2 ** step)
    const size = (learningRate * correction2) / (1 - beta1 ** step)
    for (const { value, m, v } of entries) {
      const gradient = gradients[value.name]
      if (!gradient) continue
      tf.tidy(() => {
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)))
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
        value.assign(tf.sub(value, tf.div(tf.mul(m, size), tf.add(tf.sqrt(v), epsilon * correction2))))
      })
    }
  }

  const slots = entries.flatMap(({ m, v }) => [m, v])
  return {
    slots,
    apply,
    dispose: () => {
      for (const slot of slots) slot.dispose()
    },
  }
}
