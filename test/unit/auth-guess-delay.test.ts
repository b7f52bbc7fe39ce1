import { describe, expect, it } from 'vitest'
import { accountDelayMs, addressDelayMs } from '@/lib/auth/guess-delay'

const upTo = (n: number, delay: (failures: number) => number) =>
  Array.from({ length: n }, (_, failures) => delay(failures))

describe('the delay before a password is looked at', () => {
  it('is nothing for a few slips, then doubles, then stays where its owner can still bear it', () => {
    expect(upTo(9, accountDelayMs)).toEqual([0, 0, 0, 1000, 2000, 4000, 8000, 10_000, 10_000])
    expect(accountDelayMs(100_000)).toBe(10_000)
  })

  it('leaves a clinic behind one address alone for longer', () => {
    expect(upTo(26, addressDelayMs).slice(18)).toEqual([0, 0, 500, 1000, 2000, 4000, 8000, 10_000])
  })

  it('never shrinks while failures grow', () => {
    for (const delays of [upTo(60, accountDelayMs), upTo(60, addressDelayMs)]) {
      expect(delays).toEqual([...delays].sort((a, b) => a - b))
    }
  })
})
