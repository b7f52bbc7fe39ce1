/**
 * The WebAssembly backend has no kernel for the gradient of a convolution with respect to its filter, and a slow one with
 * respect to its input. Both are convolutions themselves, so they are composed here of the fast forward kernel. NHWC only.
 */
import type {
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  KernelConfig,
  Tensor4D,
  TensorInfo,
} from '@tensorflow/tfjs'
import type { Tf } from './tf'

type KernelParams = Parameters<KernelConfig['kernelFunc']>[0]

/** Registers both kernels for the backend `wasm`; call before that backend starts. A second call changes nothing. */
export function composeConvGradients(tf: Tf): void {
  if (tf.getKernel('Conv2DBackpropFilter', 'wasm')) return
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: (params) => filterGradient(tf, params),
  })
  const builtIn = tf.getKernel('Conv2DBackpropInput', 'wasm')
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm')
  tf.registerKernel({
    ...builtIn,
    kernelFunc: (params) => (hasStrideOne(params) ? inputGradient(tf, params) : builtIn.kernelFunc(params)),
  })
}

/**
 * dL/dW: every filter weight sums x · dy over batch and positions, which is a convolution whose "image" is x with channels
 * and batch exchanged and whose "filter" is dy; the stride becomes a dilation.
 */
function filterGradient(tf: Tf, { inputs, backend, attrs }: KernelParams): TensorInfo {
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Conv2DBackpropFilterAttrs
  const { x, dy } = given(tf, inputs, backend, ['x', 'dy'])
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode)
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = info
  const height = (info.outHeight - 1) * strideHeight + filterHeight
  const width = (info.outWidth - 1) * strideWidth + filterWidth
  return tf.tidy(() => {
    const image = tf.transpose(x, [3, 1, 2, 0])
    const filter: Tensor4D = tf.transpose(dy, [1, 2, 0, 3])
    const padded = tf.pad(image, [
      [0, 0],
      [padInfo.top, Math.max(0, height - padInfo.top - x.shape[1])],
      [padInfo.left, Math.max(0, width - padInfo.left - x.shape[2])],
      [0, 0],
    ])
    const used: Tensor4D = tf.slice(padded, [0, 0, 0, 0], [x.shape[3], height, width, x.shape[0]])
    const gradient = tf.conv2d(used, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth])
    x.dispose()
    dy.dispose()
    return tf.transpose(gradient, [1, 2, 0, 3])
  })
}

/** dL/dx for stride 1: dy, padded all round, convolved with the filter turned by 180°, inputs and outputs exchanged. */
function inputGradient(tf: Tf, { inputs, backend, attrs }: KernelParams): TensorInfo {
  const { strides, pad, dimRoundingMode, inputShape } = attrs as unknown as Conv2DBackpropInputAttrs
  const { dy, filter } = given(tf, inputs, backend, ['dy', 'filter'])
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode)
  const { padInfo, filterHeight, filterWidth } = info
  return tf.tidy(() => {
    const turned: Tensor4D = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2])
    const padded = tf.pad(dy, [
      [0, 0],
      [filterHeight - 1 - padInfo.top, filterHeight - 1 - padInfo.bottom],
      [filterWidth - 1 - padInfo.left, filterWidth - 1 - padInfo.right],
      [0, 0],
    ])
    dy.dispose()
    filter.dispose()
    return tf.conv2d(padded, turned, 1, 'valid')
  })
}

function hasStrideOne({ attrs }: KernelParams): boolean {
  const { strides } = attrs as unknown as Conv2DBackpropInputAttrs
  return typeof strides === 'number' ? strides === 1 : strides.every((stride) => stride === 1)
}

/** Tensors over the kernel's inputs, without a copy. The caller disposes of them, which leaves the inputs alone. */
function given<Name extends string>(tf: Tf, inputs: KernelParams['inputs'], backend: object, names: Name[]) {
  const counting = backend as { incRef(dataId: object): void }
  const tensors = names.map((name) => {
    const info = inputs[name]
    if (!info) throw new Error(`A convolution gradient was called without its input “${name}”.`)
    counting.incRef(info.dataId)
    return [name, tf.engine().makeTensorFromDataId(info.dataId, info.shape, info.dtype)] as const
  })
  return Object.fromEntries(tensors) as unknown as Record<Name, Tensor4D>
}
