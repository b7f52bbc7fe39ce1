/**
 * Which items an epoch shows, and in which order (science §6): the paper enlarges its classes to about equal size; here
 * each class that occurs is drawn equally often instead. Within an epoch no item of a class comes again before all of
 * that class have been shown.
 */
import type { Recipe } from '@/lib/contracts/recipe'
import { type RandomSource, shuffle } from '@/lib/domain/random'

/**
 * @param labels class of every item
 * @param views how many item numbers to return
 */
export function drawOrder(
  labels: Uint8Array,
  views: number,
  balance: Recipe['balance'],
  random: RandomSource,
): Uint32Array {
  const pools = balance === 'none' ? [Uint32Array.from(labels, (_, index) => index)] : poolsByClass(labels)
  const order = new Uint32Array(views)
  pools.forEach((pool, i) => {
    const from = Math.floor((views * i) / pools.length)
    drawInRounds(pool, order.subarray(from, Math.floor((views * (i + 1)) / pools.length)), random)
  })
  return shuffle(order, random)
}

/** How often each class occurs. */
export function countClasses(labels: Uint8Array, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}

/** The item numbers of every class that occurs, classes ascending. Four bytes an item: sets may be of millions. */
function poolsByClass(labels: Uint8Array): Uint32Array[] {
  const pools = countClasses(labels, 256).map((count) => new Uint32Array(count))
  const filled = new Uint32Array(pools.length)
  labels.forEach((label, index) => {
    const pool = pools[label]
    const place = filled[label] ?? 0
    if (pool) pool[place] = index
    filled[label] = place + 1
  })
  return pools.filter((pool) => pool.length > 0)
}

/** Fills `drawn` with whole shuffles of the pool, the last one as far as it goes. */
function drawInRounds(pool: Uint32Array, drawn: Uint32Array, random: RandomSource): void {
  for (let from = 0; from < drawn.length; from += pool.length) {
    drawn.set(shuffle(pool.slice(), random).subarray(0, drawn.length - from), from)
  }
}
