/**
 * A network is a list of layers, as plain data: no tensors, no backend. What follows from the list alone (shapes,
 * variables, parameter counts, receptive field) is worked out here, so that the catalogue can describe a network that
 * nobody has built, and so that training, prediction and checkpoints all walk the same list.
 */
import { AppError } from '@/lib/domain/errors'

export type Padding = 'valid' | 'same'

/** Square kernels; `bias: false` where batch normalisation follows and would undo it. */
export type Layer =
  | { type: 'conv'; filters: number; size: number; stride: number; padding: Padding; bias: boolean }
  | { type: 'maxPool'; size: number; stride: number; padding: Padding }
  | { type: 'dense'; units: number; bias: boolean }
  | { type: 'batchNorm' }
  | { type: 'relu' }
  /** The rate is a knob of the recipe. */
  | { type: 'dropout' }
  | { type: 'flatten' }
  /** The largest value of each channel, wherever it is. */
  | { type: 'globalMax' }

/** `[height, width, channels]` of one item; after `flatten` or `globalMax`, `[units]`. */
export type ItemShape = number[]

/** How a variable starts: He's normal distribution for the given fan-in, or a constant. */
export type Initialiser = { type: 'heNormal'; fanIn: number } | { type: 'constant'; value: number }

export type VariablePlan = { name: string; shape: number[]; trainable: boolean; initialiser: Initialiser }

export type PlannedLayer = { layer: Layer; input: ItemShape; output: ItemShape; variables: VariablePlan[] }

/**
 * @param input `[height, width, channels]`
 * @throws AppError `network.inputTooSmall` where a layer would be left with nothing
 */
export function planLayers(layers: Layer[], input: ItemShape): PlannedLayer[] {
  const planned: PlannedLayer[] = []
  let shape = input
  for (const [i, layer] of layers.entries()) {
    const output = outputShape(layer, shape)
    if (output.some((side) => side < 1)) {
      throw new AppError(
        'network.inputTooSmall',
        `An input of ${input.join(' × ')} leaves nothing for layer ${i + 1} (${layer.type}); use larger patches or another architecture.`,
        422,
      )
    }
    planned.push({ layer, input: shape, output, variables: variablesOf(layer, shape, `${i + 1}.${layer.type}`) })
    shape = output
  }
  return planned
}

function outputShape(layer: Layer, input: ItemShape): ItemShape {
  const [height = 0, width = 0, channels = 0] = input
  switch (layer.type) {
    case 'conv':
      return [...[height, width].map((side) => slide(side, layer)), layer.filters]
    case 'maxPool':
      return [...[height, width].map((side) => slide(side, layer)), channels]
    case 'dense':
      return [layer.units]
    case 'flatten':
      return [height * width * channels]
    case 'globalMax':
      return [channels]
    case 'batchNorm':
    case 'relu':
    case 'dropout':
      return input
  }
}

/** Positions of a sliding window along one side, as TensorFlow counts them. */
const slide = (side: number, window: { size: number; stride: number; padding: Padding }) =>
  window.padding === 'same' ? Math.ceil(side / window.stride) : Math.ceil((side - window.size + 1) / window.stride)

function variablesOf(layer: Layer, input: ItemShape, name: string): VariablePlan[] {
  const channels = input.at(-1) ?? 0
  const constant = (part: string, size: number, value: number, trainable = true): VariablePlan => ({
    name: `${name}.${part}`,
    shape: [size],
    trainable,
    initialiser: { type: 'constant', value },
  })
  const kernel = (shape: number[], fanIn: number): VariablePlan => ({
    name: `${name}.kernel`,
    shape,
    trainable: true,
    initialiser: { type: 'heNormal', fanIn },
  })
  switch (layer.type) {
    case 'conv':
      return [
        kernel([layer.size, layer.size, channels, layer.filters], layer.size * layer.size * channels),
        ...(layer.bias ? [constant('bias', layer.filters, 0)] : []),
      ]
    case 'dense':
      return [kernel([channels, layer.units], channels), ...(layer.bias ? [constant('bias', layer.units, 0)] : [])]
    case 'batchNorm':
      return [
        constant('gamma', channels, 1),
        constant('beta', channels, 0),
        constant('mean', channels, 0, false),
        constant('variance', channels, 1, false),
      ]
    case 'maxPool':
    case 'relu':
    case 'dropout':
    case 'flatten':
    case 'globalMax':
      return []
  }
}

export const sizeOf = (shape: number[]): number => shape.reduce((product, side) => product * side, 1)

export type ParameterCount = { total: number; trainable: number }

/** All numbers of a network, moving means and variances included; `trainable` without those two. */
export function countParameters(planned: PlannedLayer[]): ParameterCount {
  const variables = planned.flatMap((entry) => entry.variables)
  const count = (chosen: VariablePlan[]) => chosen.reduce((sum, variable) => sum + sizeOf(variable.shape), 0)
  return { total: count(variables), trainable: count(variables.filter((variable) => variable.trainable)) }
}

/** Side of the input, in pixels, that one position of the last map before `flatten` sees, and its step on the input. */
export function receptiveField(layers: Layer[]): { side: number; step: number } {
  let side = 1
  let step = 1
  for (const layer of layers) {
    if (layer.type === 'flatten' || layer.type === 'globalMax') break
    if (layer.type !== 'conv' && layer.type !== 'maxPool') continue
    side += (layer.size - 1) * step
    step *= layer.stride
  }
  return { side, step }
}

/** Where the maps end: the layer that makes one vector of the last map; −1 without one. */
export const summaryAt = (layers: Layer[]): number =>
  layers.findIndex(({ type }) => type === 'flatten' || type === 'globalMax')

/**
 * A network is dense-able where no padded border enters before its fully connected layers: then the whole image gives each
 * patch the answer that the patch alone would get (science §3), for patches at multiples of this step.
 * @returns pixels of the input; undefined where the network goes patch by patch
 */
export function denseStep(layers: Layer[]): number | undefined {
  const end = summaryAt(layers)
  const isSound =
    end > 0 &&
    (layers[end]?.type === 'globalMax' || layers[end + 1]?.type === 'dense') &&
    layers.slice(0, end).every(runsAnywhere) &&
    layers.slice(end + 1).every(worksOnVectors)
  return isSound ? receptiveField(layers).step : undefined
}

function runsAnywhere(layer: Layer): boolean {
  switch (layer.type) {
    case 'conv':
    case 'maxPool':
      return layer.padding === 'valid'
    case 'batchNorm':
    case 'relu':
    case 'dropout':
      return true
    case 'dense':
    case 'flatten':
    case 'globalMax':
      return false
  }
}

function worksOnVectors(layer: Layer): boolean {
  switch (layer.type) {
    case 'dense':
    case 'batchNorm':
    case 'relu':
    case 'dropout':
      return true
    case 'conv':
    case 'maxPool':
    case 'flatten':
    case 'globalMax':
      return false
  }
}
