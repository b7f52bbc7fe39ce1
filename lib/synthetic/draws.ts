/** Draws from a seeded source in the distributions that eyes and lesions follow. */
import type { RandomSource } from '@/lib/domain/random'

export type Draws = {
  uniform(from: number, to: number): number
  /** Whole number, both ends included. */
  whole(from: number, to: number): number
  chance(probability: number): boolean
  /** Gaussian, mean 0, standard deviation 1. */
  normal(): number
  /** Sizes of lesions are skewed: `median · e^(spread · normal)`, cut at three spreads. */
  size(median: number, spread: number): number
  poisson(mean: number): number
  pick<T>(items: readonly [T, ...T[]]): T
}

export function drawsFrom(random: Pick<RandomSource, 'next'>): Draws {
  const uniform = (from: number, to: number) => from + (to - from) * random.next()
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return {
    uniform,
    normal,
    whole: (from, to) => from + Math.floor(random.next() * (to - from + 1)),
    chance: (probability) => random.next() < probability,
    size: (median, spread) => median * Math.exp(spread * Math.max(-3, Math.min(3, normal()))),
    poisson(mean) {
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = random.next(); product > limit; product *= random.next()) count++
      return count
    },
    pick: (items) => items[Math.floor(random.next() * items.length)] ?? items[0],
  }
}
