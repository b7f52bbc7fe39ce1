import { describe, expect, test } from 'vitest'
import { seededRandom, shuffle } from '@/lib/domain/random'
import golden from '../support/golden.json'

const { seed, first_uint32, first_floats, fisher_yates_shuffle_0_9_seed42 } = golden.prng_mulberry32

describe('the seeded random source', () => {
  test('gives the published numbers of mulberry32', () => {
    const integers = seededRandom(seed)
    const floats = seededRandom(seed)
    expect(first_uint32.map(() => integers.nextUint32())).toEqual(first_uint32)
    expect(first_floats.map(() => floats.next())).toEqual(first_floats)
  })

  test('goes on exactly where a stored state left off', () => {
    const random = seededRandom(7)
    for (let i = 0; i < 1000; i++) random.next()
    const stored = random.state()
    const expected = [random.next(), random.next(), random.next()]
    const resumed = seededRandom(0)
    resumed.restore(stored)
    expect([resumed.next(), resumed.next(), resumed.next()]).toEqual(expected)
  })

  test('shuffles as the reference does and returns the array it was given', () => {
    const array = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    expect(shuffle(array, seededRandom(seed))).toBe(array)
    expect(array).toEqual(fisher_yates_shuffle_0_9_seed42)
  })

  test('shuffles nothing and one thing', () => {
    expect([shuffle([], seededRandom(1)), shuffle(['a'], seededRandom(1))]).toEqual([[], ['a']])
  })
})
