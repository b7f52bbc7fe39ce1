import type { Architecture } from './architecture'
import { classScores, convBlock, denseBlock, overlappingPool } from './blocks'

/**
 * AlexNet, the comparison of the paper's Fig. 7, on the same 256 × 256 images as Table II. What was settled:
 * - One tower. The two halves of the original, which spoke at some layers only, fitted two graphics cards of 2012.
 * - The whole image goes in, not a crop of 224: 62, 30, 14 and 6 positions a side (55, 27, 13 and 6 there), so the first
 *   fully connected layer sees 6 × 6 × 256 as in the original.
 * - Batch normalisation before every ReLU, as in the paper's own networks, in the place of the two local response
 *   normalisations; no bias before it.
 * - He initialisation and the recipe's optimiser and dropout, as for every entry.
 */
export const alexnet: Architecture = {
  id: 'alexnet',
  title: 'AlexNet',
  source:
    'Krizhevsky, Sutskever and Hinton 2012, one tower, whole images of 256 px; batch normalisation before every ReLU in the place of local response normalisation',
  stage: 'global',
  inputSides: [256],
  build: (classCount) => [
    ...convBlock(96, { padding: 'valid', size: 11, stride: 4 }),
    overlappingPool(),
    ...convBlock(256, { padding: 'same', size: 5 }),
    overlappingPool(),
    ...convBlock(384, { padding: 'same' }),
    ...convBlock(384, { padding: 'same' }),
    ...convBlock(256, { padding: 'same' }),
    overlappingPool(),
    { type: 'flatten' },
    ...denseBlock(4096),
    ...denseBlock(4096),
    classScores(classCount),
  ],
}
