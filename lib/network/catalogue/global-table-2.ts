import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

const filters = [32, 32, 64, 64, 128, 128, 256, 256, 512, 512]

/**
 * Table II as printed: ten convolutions, nine poolings. 256 halves to 1 after eight, so the ninth stands on 1 × 1, where
 * `same` padding makes it the identity (science §5). Convolutions and fully connected layers carry a bias, as the
 * reference count of 6,307,364 parameters does; batch normalisation takes its effect away again.
 */
export const globalTable2: Architecture = {
  id: 'global-table-2',
  title: 'Global network (Table II)',
  source:
    'Yang et al. 2017, Table II; same padding in convolutions and poolings, batch normalisation before every ReLU',
  stage: 'global',
  inputSides: [256, 512],
  build: (classCount) => [
    ...filters.flatMap((count, i) => [
      ...convBlock(count, { padding: 'same', bias: true }),
      ...(i < filters.length - 1 ? [halve('same')] : []),
    ]),
    { type: 'flatten' },
    ...denseBlock(1024, { bias: true }),
    ...denseBlock(1024, { bias: true }),
    classScores(classCount),
  ],
}
