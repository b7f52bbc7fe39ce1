/**
 * The product's one random source: mulberry32, 32 bits of state. Every shuffle, mask and draw takes it as an argument,
 * and its state can be stored and put back, so that a run which was stopped goes on exactly where it was.
 * Not for secrets.
 */
export type RandomSource = {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  next(): number
  /** Uniform integer, 0 … 2³² − 1. */
  nextUint32(): number
  /** The whole state, an integer 0 … 2³² − 1: give it to `restore` and the same numbers follow. */
  state(): number
  restore(state: number): void
}

/** @param seed an integer; only its lowest 32 bits count */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0
  const nextUint32 = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  return {
    nextUint32,
    next: () => nextUint32() / 2 ** 32,
    state: () => state,
    restore: (stored) => {
      state = stored >>> 0
    },
  }
}

/** Fisher–Yates, in place, from the last place down; returns the same array. */
export function shuffle<A extends unknown[] | Uint32Array>(array: A, random: Pick<RandomSource, 'next'>): A {
  for (let i = array.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1))
    const swapped = array[i]
    array[i] = array[j]
    array[j] = swapped
  }
  return array
}
