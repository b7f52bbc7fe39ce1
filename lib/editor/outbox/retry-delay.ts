/** How long to wait before the next try: doubling from one second to half a minute, spread so that not everybody returns at once. */

const firstDelay = 1000
const delayMax = 30_000

/** @param attempts deliveries that failed so far, ≥ 1 @param random 0 ≤ random < 1 @returns milliseconds */
export const retryDelay = (attempts: number, random: number): number =>
  Math.round(Math.min(delayMax, firstDelay * 2 ** Math.max(0, attempts - 1)) * (0.75 + 0.5 * random))
