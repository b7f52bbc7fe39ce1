import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

/** Table I with an eighth of the filters and units: the same order of layers, for minutes on two cores. */
export const localSmall: Architecture = {
  id: 'local-small',
  title: 'Local network, narrow',
  source:
    'Table I of Yang et al. 2017 with an eighth of the width; for small machines and small studies, not for the paper’s figures',
  stage: 'local',
  inputSides: [80, 64],
  build: (classCount) => [
    ...convBlock(8, { padding: 'valid' }),
    ...convBlock(16, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(16, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(32, { padding: 'valid' }),
    { type: 'flatten' },
    ...denseBlock(64),
    ...denseBlock(128),
    classScores(classCount),
  ],
}
