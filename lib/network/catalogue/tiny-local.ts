import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

/** A few thousand parameters on the same path as Table I: for demonstrations and continuous integration only. */
export const tinyLocal: Architecture = {
  id: 'tiny-local',
  title: 'Tiny local network',
  source: 'Concord; for demonstrations and tests, trained and stored exactly as the large one is',
  stage: 'local',
  inputSides: [80, 64, 32],
  build: (classCount) => [
    ...convBlock(6, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(8, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(8, { padding: 'valid' }),
    halve('valid'),
    { type: 'flatten' },
    ...denseBlock(12),
    classScores(classCount),
  ],
}
