import type { RandomSource } from '@/lib/domain/random'

/**
 * Fills with draws from the normal distribution of mean 0 (Box–Muller, two values from two draws).
 * @param deviation standard deviation; He et al. 2015 take √(2 / fan-in) for layers before a ReLU
 */
export function fillNormal(values: Float32Array, deviation: number, random: RandomSource): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.next()))
    const angle = 2 * Math.PI * random.next()
    values[i] = radius * Math.cos(angle)
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle)
  }
}
