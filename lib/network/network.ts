/**
 * A network that computes: the planned layers of an architecture, each with its weights. `variables` lists every weight in
 * the order of the layers (batch normalisation's moving mean and variance too), so that writing and reading that list is
 * an exact copy of the network. Nothing here draws a random number of its own.
 */
import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs'
import { AppError } from '@/lib/domain/errors'
import type { RandomSource } from '@/lib/domain/random'
import type { Backend } from './backend'
import { type BatchNormVariables, batchNormInference } from './batch-norm'
import type { Architecture } from './catalogue/architecture'
import { fillNormal } from './initialise'
import type { Following, Kernels } from './kernels/kernels'
import { type Padding, type PlannedLayer, planLayers, sizeOf, type VariablePlan } from './layers'
import type { Tf } from './tf'

export type NetworkVariable = { name: string; shape: number[]; trainable: boolean; value: Variable }
export type NetworkLayer = PlannedLayer & { weights: Variable[] }

export type Network = {
  backend: Backend
  architecture: Architecture
  /** `[side, side, channels]` */
  inputShape: [number, number, number]
  classCount: number
  layers: NetworkLayer[]
  variables: NetworkVariable[]
  dispose(): void
}

/** Dropout draws from `random`; `rate` is the share of units that is silenced, 0…1. */
export type ForwardMode = { training: false } | { training: true; dropout: { rate: number; random: RandomSource } }

/**
 * @param inputShape `[side, side, channels]`
 * @param random kernels are drawn from it (He's normal distribution); without it they start at 0, to be read from a file
 * @throws AppError `network.inputTooSmall`
 */
export function createNetwork(
  backend: Backend,
  architecture: Architecture,
  inputShape: [number, number, number],
  classCount: number,
  random?: RandomSource,
): Network {
  const variables: NetworkVariable[] = []
  const create = (plan: VariablePlan): Variable => {
    const values = initialValues(plan, random)
    const value = backend.tf.tidy(() => backend.tf.variable(backend.tf.tensor(values, plan.shape), plan.trainable))
    variables.push({ name: plan.name, shape: plan.shape, trainable: plan.trainable, value })
    return value
  }
  const layers = planLayers(architecture.build(classCount), inputShape).map((planned) => ({
    ...planned,
    weights: planned.variables.map(create),
  }))
  const dispose = () => {
    for (const { value } of variables) value.dispose()
  }
  return { backend, architecture, inputShape, classCount, layers, variables, dispose }
}

function initialValues({ shape, initialiser }: VariablePlan, random: RandomSource | undefined): Float32Array {
  const values = new Float32Array(sizeOf(shape))
  if (initialiser.type === 'constant') values.fill(initialiser.value)
  else if (random) fillNormal(values, Math.sqrt(2 / initialiser.fanIn), random)
  return values
}

/**
 * Scores before the softmax. In training, batch normalisation uses the batch and updates its moving averages.
 * @param inputs `[batch, side, side, channels]`
 * @returns `[batch, classCount]`
 */
export const forward = (network: Network, inputs: Tensor4D, mode: ForwardMode): Tensor2D =>
  applyLayers(network.backend, network.layers, inputs, mode) as Tensor2D

/** One layer after the other. A normalisation takes the ReLU and the pooling behind it along where its kernel can. */
export function applyLayers(
  backend: Backend,
  layers: readonly NetworkLayer[],
  input: Tensor,
  mode: ForwardMode,
): Tensor {
  let x = input
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]
    if (!layer) continue
    if (mode.training && layer.layer.type === 'batchNorm') {
      const following = followingOf(layers.slice(i + 1, i + 3))
      x = backend.kernels.normalise(x, batchNormVariables(layer.weights), following)
      i += following.layers
    } else {
      x = applyLayer(backend, layer, x, mode)
    }
  }
  return x
}

/** What of the next two layers is computed together with a normalisation, and how many of them that is. */
function followingOf([first, second]: NetworkLayer[]): Following & { layers: number } {
  const relu = first?.layer.type === 'relu'
  const next = (relu ? second : first)?.layer
  if (next?.type !== 'maxPool') return { relu, layers: relu ? 1 : 0 }
  return { relu, pooling: next, layers: relu ? 2 : 1 }
}

function applyLayer(backend: Backend, { layer, weights }: NetworkLayer, x: Tensor, mode: ForwardMode): Tensor {
  const { tf, kernels } = backend
  switch (layer.type) {
    case 'conv': {
      const [kernel, bias] = weights
      return addBias(tf, convolve(backend, layer, x as Tensor4D, needed(kernel) as Tensor4D, mode), bias)
    }
    case 'dense': {
      const [kernel, bias] = weights
      return addBias(tf, tf.matMul(x, needed(kernel)), bias)
    }
    case 'batchNorm':
      return batchNormInference(tf, x, batchNormVariables(weights))
    case 'maxPool':
      return kernels.maxPool(x as Tensor4D, layer)
    case 'relu':
      return tf.relu(x)
    case 'dropout':
      return mode.training && mode.dropout.rate > 0 ? dropOut(tf, x, mode.dropout) : x
    case 'flatten':
      return tf.reshape(x, [x.shape[0] ?? 0, -1])
    case 'globalMax':
      return globalMax(kernels, tf, x as Tensor4D)
  }
}

function convolve(
  { tf, kernels }: Backend,
  window: Convolution,
  x: Tensor4D,
  kernel: Tensor4D,
  { training }: ForwardMode,
) {
  return training ? kernels.convolve(x, kernel, window) : tf.conv2d(x, kernel, window.stride, window.padding)
}

/** As a pooling over all of the map: its gradient goes to one place, also where two are equally large. */
function globalMax(kernels: Kernels, tf: Tf, x: Tensor4D): Tensor {
  const [n, height, width, channels] = x.shape
  if (height !== width) return tf.max(x, [1, 2])
  return tf.reshape(kernels.maxPool(x, { size: height, stride: height, padding: 'valid' }), [n, channels])
}

function batchNormVariables([gamma, beta, mean, variance]: Variable[]): BatchNormVariables {
  return { gamma: needed(gamma), beta: needed(beta), mean: needed(mean), variance: needed(variance) }
}

type Convolution = { stride: number; padding: Padding }

const addBias = (tf: Tf, x: Tensor, bias: Variable | undefined) => (bias ? tf.add(x, bias) : x)

function needed<T>(weight: T | undefined): T {
  if (weight === undefined) throw new AppError('network.weights', 'A layer was run without its weights.', 500)
  return weight
}

/** Inverted dropout: what is left is scaled up, so that prediction needs no correction. */
function dropOut(tf: Tf, x: Tensor, { rate, random }: { rate: number; random: RandomSource }): Tensor {
  const mask = new Float32Array(x.size)
  const kept = 1 / (1 - rate)
  for (let i = 0; i < mask.length; i++) mask[i] = random.next() < rate ? 0 : kept
  return tf.mul(x, tf.tensor(mask, x.shape))
}
