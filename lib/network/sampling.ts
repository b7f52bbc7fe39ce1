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
  const everyItem = Array.from(labels, (_, index) => index)
  const pools = balance === 'none' ? [everyItem] : poolsByClass(labels)
  const order = pools.flatMap((pool, i) => {
    const share = Math.floor((views * (i + 1)) / pools.length) - Math.floor((views * i) / pools.length)
    return drawInRounds(pool, share, random)
  })
  return Uint32Array.from(shuffle(order, random))
}

function poolsByClass(labels: Uint8Array): number[][] {
  const pools = new Map<number, number[]>()
  labels.forEach((label, index) => {
    const pool = pools.get(label)
    if (pool) pool.push(index)
    else pools.set(label, [index])
  })
  return [...pools].sort(([a], [b]) => a - b).map(([, pool]) => pool)
}

function drawInRounds(pool: number[], count: number, random: RandomSource): number[] {
  const drawn: number[] = []
  while (drawn.length < count) drawn.push(...shuffle([...pool], random).slice(0, count - drawn.length))
  return drawn
}
