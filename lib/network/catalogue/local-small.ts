import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

/**
 * The convolutions of Table I at an eighth of their width, in the same order. In the place of the first fully connected
 * layer stands the largest value of each map: a lesion counts wherever it lies in the patch, with 11 thousand weights
 * to learn instead of 300 thousand. On 10 photographs, one seed,
 * it had an AUC 0.04 higher after the same 12,000 views than the form with two fully connected layers.
 */
export const localSmall: Architecture = {
  id: 'local-small',
  title: 'Local network, narrow',
  source:
    'After Table I of Yang et al. 2017, narrower; for small machines and small studies, not for the paper’s figures',
  stage: 'local',
  inputSides: [80, 64],
  build: (classCount) => [
    ...convBlock(8, { padding: 'valid' }),
    ...convBlock(16, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(16, { padding: 'valid' }),
    halve('valid'),
    ...convBlock(32, { padding: 'valid' }),
    { type: 'globalMax' },
    ...denseBlock(64),
    classScores(classCount),
  ],
}
