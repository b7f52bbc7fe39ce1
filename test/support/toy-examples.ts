/**
 * A problem that a few thousand parameters solve in seconds: noise with a spot whose colour is the class (class 0 has
 * none). Turning or flipping an item does not change its class, so that every augmentation may be used on it.
 */
import { seededRandom } from '@/lib/domain/random'
import type { Examples } from '@/lib/network'

export function toyExamples(size: number, seed: number, { side = 32, classCount = 4 } = {}): Examples {
  const random = seededRandom(seed)
  const items = Array.from({ length: size }, (_, index) => {
    const label = index % classCount
    const values = Float32Array.from({ length: side * side * 3 }, () => (random.next() - 0.5) * 0.2)
    const x = Math.floor(side * (0.25 + random.next() * 0.5))
    const y = Math.floor(side * (0.25 + random.next() * 0.5))
    for (let dy = -3; dy <= 3 && label > 0; dy++) {
      for (let dx = -3; dx <= 3; dx++) values[((y + dy) * side + x + dx) * 3 + label - 1] = 1
    }
    return { label, values }
  })
  return {
    size,
    inputShape: [side, side, 3],
    classCount,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (index) => `toy-${seed}-${index}`,
    read(index, into, offset) {
      into.set(items[index]?.values ?? [], offset)
    },
  }
}
