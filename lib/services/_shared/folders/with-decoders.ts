/** Work on many photographs, as many at a time as there are cores: each has a decoding process of its own. */
import os from 'node:os'
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'

const decodersMax = 4

export type Many = {
  signal: AbortSignal
  onProgress(done: number, total: number): void
}

/**
 * @returns in the order of the items
 * @throws what `work` throws, and the signal's reason when it is aborted; nothing goes on then
 */
export async function withDecoders<Item, Result>(
  items: readonly Item[],
  { signal, onProgress }: Many,
  work: (item: Item, decoder: PhotographDecoder) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>()
  const queue = items.entries()
  let hasFailed = false
  const takeTurns = async () => {
    const decoder = createPhotographDecoder()
    try {
      for (const [index, item] of queue) {
        if (hasFailed) return
        signal.throwIfAborted()
        results.set(index, await work(item, decoder))
        onProgress(results.size, items.length)
      }
    } catch (error) {
      hasFailed = true
      throw error
    } finally {
      await decoder.close()
    }
  }
  const count = Math.min(items.length, os.availableParallelism(), decodersMax)
  const outcomes = await Promise.allSettled(Array.from({ length: count }, takeTurns))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}
