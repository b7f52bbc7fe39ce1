/** Toy examples as a module for the feed's thread, with the accidents that tests ask for. */
import { AppError } from '@/lib/domain/errors'
import type { Examples } from '@/lib/network'
import { toyExamples } from './toy-examples'
import { toyGrid } from './toy-grid'

export type ThreadData = {
  kind: 'items' | 'grid'
  /** Items, or photographs of a grid. */
  size: number
  seed: number
  /** Reading it fails. */
  brokenItem?: number
  /** What fails in the thread. */
  failure?: 'opening' | 'death'
}

export const toyFromData = ({ kind, size, seed }: ThreadData): Examples =>
  kind === 'items' ? toyExamples(size, seed) : toyGrid({ photographs: size, seed })

export async function openExamples(data: ThreadData): Promise<Examples> {
  if (data.failure === 'opening') throw new AppError('snapshot.damaged', 'The snapshot was changed on disk.', 500)
  const examples = toyFromData(data)
  return {
    ...examples,
    read(index, into, offset) {
      if (data.failure === 'death') process.exit(7)
      if (index === data.brokenItem) {
        throw new AppError('storage.damaged', `Item ${index} differs from its checksum.`, 500, { item: index })
      }
      return examples.read(index, into, offset)
    },
  }
}
