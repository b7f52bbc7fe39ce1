/**
 * Adam in one pass over memory: TensorFlow's own operation works in place, but only on its resource variables. So each of
 * tfjs' variables gets one that shares its values. An update must be the only one that holds them, or TensorFlow copies: the
 * variable lets go of them for as long as it takes, and reads them again afterwards. Nothing is copied on the way.
 */
import type { Variable } from '@tensorflow/tfjs'
import type { Tf } from '../tf'
import type { Kernels, Slot } from './kernels'
import { attributesOf, nodeBackend } from './node-backend'

/** `dataId` names the values that it shared last: others, once somebody has assigned to the variable. */
type Resource = { handle: number; dataId?: object }

export function nativeAdam(tf: Tf): Pick<Kernels, 'adam' | 'release'> {
  const node = nodeBackend(tf)
  const { binding } = node
  const attribute = attributesOf(node)
  const resources = new WeakMap<Variable, Resource>()

  const execute = (name: string, attributes: Parameters<typeof binding.executeOp>[1], inputs: number[], outputs = 0) =>
    binding.executeOp(name, attributes, inputs, outputs)[0]?.id ?? Number.NaN

  function resourceOf(variable: Variable): Resource {
    const known = resources.get(variable)
    if (known) return known
    const handle = execute(
      'VarHandleOp',
      [
        ...[attribute.text('container', ''), attribute.text('shared_name', `concord/${variable.name}/${variable.id}`)],
        ...[attribute.float32('dtype'), attribute.shape('shape', variable.shape)],
      ],
      [],
      1,
    )
    const made: Resource = { handle }
    resources.set(variable, made)
    return made
  }

  /** Hands the values over to the resource, which holds them alone from here on. */
  function lend(variable: Variable): number {
    const resource = resourceOf(variable)
    // Somebody still looks at the values as they are (a clone, say): the update gets a copy.
    if (node.tensorMap.get(variable.dataId).refCount > 1) tf.tidy(() => variable.assign(tf.mul(variable, 1)))
    const [id = Number.NaN] = node.getInputTensorIds([variable])
    if (resource.dataId !== variable.dataId) {
      execute('AssignVariableOp', [attribute.float32('dtype')], [resource.handle, id])
      resource.dataId = variable.dataId
    }
    binding.deleteTensor(id)
    return resource.handle
  }

  function takeBack(variable: Variable): void {
    const { handle } = resourceOf(variable)
    node.tensorMap.get(variable.dataId).id = execute('ReadVariableOp', [attribute.float32('dtype')], [handle], 1)
  }

  function withScalars<T>(values: number[], run: (ids: number[]) => T): T {
    const ids = values.map((value) => binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)))
    try {
      return run(ids)
    } finally {
      for (const id of ids) binding.deleteTensor(id)
    }
  }

  return {
    adam({ value, m, v }, gradient, { size, epsilon, beta1, beta2, keep }) {
      if (keep !== 1) tf.tidy(() => value.assign(tf.mul(value, keep)))
      const variables = [value, m, v]
      const [of = Number.NaN] = node.getInputTensorIds([gradient])
      const handles = variables.map(lend)
      try {
        // Its powers of β are 0 here: the corrections are in `size` and ε already.
        withScalars([0, 0, size, beta1, beta2, epsilon], (scalars) =>
          execute(
            'ResourceApplyAdam',
            [attribute.float32('T'), attribute.flag('use_locking', false), attribute.flag('use_nesterov', false)],
            [...handles, ...scalars, of],
          ),
        )
      } finally {
        variables.forEach(takeBack)
      }
    },

    release(slots: Slot[]) {
      for (const variable of slots.flatMap(({ value, m, v }) => [value, m, v])) {
        const resource = resources.get(variable)
        if (!resource) continue
        execute('DestroyResourceOp', [attribute.flag('ignore_lookup_error', true)], [resource.handle])
        binding.deleteTensor(resource.handle)
        resources.delete(variable)
      }
    },
  }
}
