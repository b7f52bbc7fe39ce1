import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

/**
 * Table I. The padding is not printed: `valid`, so that no padded border enters and a whole photograph can be evaluated
 * at once with the same result (science §3). That needs patch positions in multiples of 4, the two poolings together.
 */
export const localTable1: Architecture = {
  id: 'local-table-1',
  title: 'Local network (Table I)',
  source:
    'Yang et al. 2017, Table I; valid padding, batch normalisation before every ReLU, a last layer of one score a class',
  stage: 'local',
  inputSides: [80, 64],
  build: (classCount) => [
    ...convBlock(64, { padding: 'valid' }),
    ...convBlock(128, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(128, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(256, { padding: 'valid' }),
    { type: 'flatten' },
    ...denseBlock(512),
    ...denseBlock(1024),
    classScores(classCount),
  ],
}
