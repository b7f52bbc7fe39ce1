/** The groups of layers that the networks of the catalogue are made of. */
import type { Layer, Padding } from '../layers'

type Options = { padding: Padding; bias?: boolean; size?: number; stride?: number }

/** Convolution (3 × 3 at every position, if nothing else is said), batch normalisation, ReLU. */
export const convBlock = (filters: number, { padding, bias = false, size = 3, stride = 1 }: Options): Layer[] => [
  { type: 'conv', filters, size, stride, padding, bias },
  { type: 'batchNorm' },
  { type: 'relu' },
]

/** 2 × 2 maximum, every second position. */
export const halve = (padding: Padding): Layer => ({ type: 'maxPool', size: 2, stride: 2, padding })

/** 3 × 3 maximum, every second position: AlexNet's. */
export const overlappingPool = (): Layer => ({ type: 'maxPool', size: 3, stride: 2, padding: 'valid' })

/** Fully connected layer, batch normalisation, ReLU, dropout. */
export const denseBlock = (units: number, { bias = false }: { bias?: boolean } = {}): Layer[] => [
  { type: 'dense', units, bias },
  { type: 'batchNorm' },
  { type: 'relu' },
  { type: 'dropout' },
]

/** The last layer: one score a class, before the softmax. */
export const classScores = (classCount: number): Layer => ({ type: 'dense', units: classCount, bias: true })
