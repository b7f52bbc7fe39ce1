/**
 * Batch normalisation with the ReLU and the max-pool behind it, forward and backward, in TensorFlow's fused operations: a
 * few passes over maps of 60 MB each where tfjs' own gradients take more than twenty.
 */
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { type BatchNormVariables, epsilon, followBatch } from '../batch-norm'
import type { Tf } from '../tf'
import type { Following, Kernels } from './kernels'
import type { NativePool } from './native-pool'
import { type Attributes, attributesOf, type NodeBackend, nodeBackend } from './node-backend'
import { withGradient } from './with-gradient'

type Call = { tf: Tf; node: NodeBackend; attribute: Attributes; pool: NativePool; hasFusedRelu: boolean }

export function nativeNormalise(tf: Tf, pool: NativePool): Kernels['normalise'] {
  const node = nodeBackend(tf)
  const call: Call = { tf, node, attribute: attributesOf(node), pool, hasFusedRelu: false }
  call.hasFusedRelu = canFuseRelu(call)

  return (x, own, following) => {
    const image = (x.rank === 2 ? tf.reshape(x, [x.shape[0] ?? 0, 1, 1, x.shape[1] ?? 0]) : x) as Tensor4D
    const y = normaliseImage(call, image, own, following)
    return x.rank === 2 ? tf.reshape(y, x.shape) : y
  }
}

function normaliseImage(call: Call, x: Tensor4D, own: BatchNormVariables, { relu, pooling }: Following): Tensor {
  const { gamma, beta } = own
  return withGradient(call.tf, [x, gamma, beta], () => {
    const { y, mean, variance, reserve } = forward(call, x, own, relu)
    followBatch(call.tf, own, mean, variance)
    const pooled = pooling ? call.pool.forward(y, pooling) : { value: y, saved: [] }
    return {
      value: pooled.value,
      saved: [x, gamma, ...reserve, pooled.value, ...pooled.saved],
      gradients(dy, [x, gamma, r1, r2, r3, value, ...kept]) {
        if (!x || !gamma || !r1 || !r2 || !r3 || !value) throw new Error('Batch normalisation saved too little.')
        // Where the largest value of a window was cut off at 0, so were all others: the smaller map tells enough.
        const alive = relu ? reluGradient(call, dy, value) : dy
        const spread = pooling ? call.pool.backward(alive, kept, pooling) : alive
        return backward(call, spread, x, gamma, [r1, r2, r3])
      },
    }
  })
}

const fusedRelu = '_MklNativeFusedBatchNormEx'

function forward({ tf, node, attribute, hasFusedRelu }: Call, x: Tensor4D, own: BatchNormVariables, relu: boolean) {
  const none = tf.tensor1d([])
  const inputs = [x, own.gamma, own.beta, none, none]
  const common = [
    ...[attribute.float32('T'), attribute.float32('U')],
    ...[attribute.number('epsilon', epsilon), attribute.number('exponential_avg_factor', 1)],
    ...[attribute.text('data_format', 'NHWC'), attribute.flag('is_training', true)],
  ]
  const isFused = relu && hasFusedRelu
  const outputs = isFused
    ? node.executeMultipleOutputs(fusedRelu, [...common, ...reluAttributes(attribute)], inputs, 6)
    : node.executeMultipleOutputs('FusedBatchNormV3', common, inputs, 6)
  const [normalised, mean, unbiased, ...reserve] = outputs
  if (!normalised || !mean || !unbiased) throw new Error('Batch normalisation gave too little.')
  const rows = x.size / mean.size
  const y = relu && !isFused ? tf.relu(normalised) : normalised
  // TensorFlow reports the variance of n − 1; we keep that of n, on every backend.
  return { y, mean, variance: tf.mul(unbiased, (rows - 1) / rows), reserve }
}

const reluAttributes = (attribute: Attributes) => [
  attribute.integers('num_side_inputs', 0),
  attribute.text('activation_mode', 'Relu'),
  attribute.text('_kernel', 'MklNameChangeOp'),
]

/** oneDNN's form for processors, where the library was built with it. Asking it is the only way to know. */
function canFuseRelu(call: Call): boolean {
  if (call.node.isUsingGpuDevice) return false
  const { tf } = call
  return tf.tidy(() => {
    try {
      const [gamma, beta] = [tf.ones([1]), tf.zeros([1])] as [Tensor1D, Tensor1D]
      const x = tf.tensor4d([1, 3], [2, 1, 1, 1])
      const inputs = { gamma, beta } as BatchNormVariables
      const { y } = forward({ ...call, hasFusedRelu: true }, x, inputs, true)
      const [low, high = 0] = y.dataSync()
      return low === 0 && Math.abs(high - 1) < 1e-2
    } catch {
      return false
    }
  })
}

function backward({ node, attribute }: Call, dy: Tensor, x: Tensor, gamma: Tensor, reserve: Tensor[]): Tensor[] {
  const attributes = [
    ...[attribute.float32('T'), attribute.float32('U'), attribute.number('epsilon', epsilon)],
    ...[attribute.text('data_format', 'NHWC'), attribute.flag('is_training', true)],
  ]
  return node.executeMultipleOutputs('FusedBatchNormGradV3', attributes, [dy, x, gamma, ...reserve], 5).slice(0, 3)
}

const reluGradient = ({ node, attribute }: Call, dy: Tensor, y: Tensor): Tensor =>
  node.executeSingleOutput('ReluGrad', [attribute.float32('T')], [dy, y])
