import { describe, expect, test } from 'vitest'
import { seededRandom, shuffle } from '@/lib/domain/random'

describe('the seeded random source', () => {
  test('goes on exactly where a stored state left off', () => {
    const random = seededRandom(7)
    for (let i = 0; i < 1000; i++) random.next()
    const stored = random.state()
    const expected = [random.next(), random.next(), random.next()]
    const resumed = seededRandom(0)
    resumed.restore(stored)
    expect([resumed.next(), resumed.next(), resumed.next()]).toEqual(expected)
  })

  test('shuffles in place and loses nothing', () => {
    const array = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    expect(shuffle(array, seededRandom(42))).toBe(array)
    expect(array.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('shuffles nothing and one thing', () => {
    expect([shuffle([], seededRandom(1)), shuffle(['a'], seededRandom(1))]).toEqual([[], ['a']])
  })
})
