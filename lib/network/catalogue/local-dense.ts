import type { Architecture } from './architecture'
import { convBlock, halve } from './blocks'

/**
 * Made for dense training: unpadded convolutions to one answer every 4 pixels, each of 46 pixels, and the largest answer of each
 * class counts for the patch. No fully connected layer: the lattice of answers is what the loss is taken over, and nothing has
 * to be learned again for every place in the patch. Widths and depth were chosen on IDRiD photographs (docs/decisions/027).
 */
export const localDense: Architecture = {
  id: 'local-dense',
  title: 'Local network, for dense training',
  source:
    'Concord; after Table I of Yang et al. 2017 with one answer a position in the place of the fully connected layers, as fully convolutional networks have it (Long et al. 2015)',
  stage: 'local',
  inputSides: [56, 88, 104],
  build: (classCount) => [
    ...convBlock(16, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(32, { padding: 'valid' }),
    ...convBlock(32, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(64, { padding: 'valid' }),
    ...convBlock(64, { padding: 'valid' }),
    ...convBlock(64, { padding: 'valid' }),
    ...convBlock(64, { padding: 'valid' }),
    { type: 'conv', filters: classCount, size: 1, stride: 1, padding: 'valid', bias: true },
    { type: 'globalMax' },
  ],
}
