import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

const filters = [4, 8, 8, 8, 8, 8]

/** A few thousand parameters on the same path as Table II: for demonstrations and continuous integration only. */
export const tinyGlobal: Architecture = {
  id: 'tiny-global',
  title: 'Tiny global network',
  source: 'Concord; for demonstrations and tests, trained and stored exactly as the large one is',
  stage: 'global',
  inputSides: [256, 64],
  build: (classCount) => [
    ...filters.flatMap((count) => [...convBlock(count, { padding: 'same' }), halve('same')]),
    { type: 'flatten' },
    ...denseBlock(12),
    classScores(classCount),
  ],
}
