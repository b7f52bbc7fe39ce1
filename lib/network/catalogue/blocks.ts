/** The three groups of layers that the networks of the catalogue are made of. */
import type { Layer, Padding } from '../layers'

type Options = { padding: Padding; bias?: boolean }

/** 3 × 3 convolution, batch normalisation, ReLU. */
export const convBlock = (filters: number, { padding, bias = false }: Options): Layer[] => [
  { type: 'conv', filters, size: 3, stride: 1, padding, bias },
  { type: 'batchNorm' },
  { type: 'relu' },
]

/** 2 × 2 maximum, every second position. */
export const halve = (padding: Padding): Layer => ({ type: 'maxPool', size: 2, stride: 2, padding })

/** Fully connected layer, batch normalisation, ReLU, dropout. */
export const denseBlock = (units: number, { bias = false }: { bias?: boolean } = {}): Layer[] => [
  { type: 'dense', units, bias },
  { type: 'batchNorm' },
  { type: 'relu' },
  { type: 'dropout' },
]

/** The last layer: one score a class, before the softmax. */
export const classScores = (classCount: number): Layer => ({ type: 'dense', units: classCount, bias: true })
