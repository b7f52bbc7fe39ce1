import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, halve } from './blocks'

const filters = [8, 16, 16, 32, 32]

/**
 * The first convolutions and poolings of Table II, narrower; then the largest value of each map decides in the place of the
 * deeper ones and the first fully connected layer. On 76 images the form with all poolings did not learn in as many views
 * (at a third of the learning rate: the two were not compared at one); this one did, with a validation kappa of 0.3–0.4
 * on 41 images, one seed: a sign that it learns, not a measure of how well.
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
    { type: 'globalMax' },
    ...denseBlock(64),
    classScores(classCount),
  ],
}
