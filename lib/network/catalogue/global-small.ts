import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

const filters = [8, 8, 16, 16, 32, 32, 64, 64]

/**
 * Table II, narrower and two steps shorter: eight convolutions and seven poolings leave 2 × 2 of a 256-pixel image, so
 * that a little of where things lie remains. For minutes on two cores.
 */
export const globalSmall: Architecture = {
  id: 'global-small',
  title: 'Global network, narrow',
  source:
    'After Table II of Yang et al. 2017, narrower and shorter; for small machines and small studies, not for the paper’s figures',
  stage: 'global',
  inputSides: [256],
  build: (classCount) => [
    ...filters.flatMap((count, i) => [
      ...convBlock(count, { padding: 'same' }),
      ...(i < filters.length - 1 ? [halve('same')] : []),
    ]),
    { type: 'flatten' },
    ...denseBlock(64),
    ...denseBlock(64),
    classScores(classCount),
  ],
}
