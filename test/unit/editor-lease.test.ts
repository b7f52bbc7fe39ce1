import { describe, expect, it } from 'vitest'
import {
  isRenewalDue,
  leaseMood,
  noteActivity,
  noteRenewal,
  secondsWorked,
  spellTimeLeft,
  startClock,
  timeLeft,
} from '@/lib/editor/lease/lease-clock'

const minute = 60_000

describe('a lease', () => {
  it('is renewed once a minute while somebody works, and not for an empty chair', () => {
    const start = startClock(30 * minute, 0)
    expect(isRenewalDue(start, 10 * minute)).toBe(false)
    const worked = noteActivity(start, minute / 2)
    expect([isRenewalDue(worked, minute - 1), isRenewalDue(worked, minute)]).toEqual([false, true])
    const renewed = noteRenewal(worked, 31 * minute, minute)
    expect([isRenewalDue(renewed, 5 * minute), timeLeft(renewed, minute)]).toEqual([false, 30 * minute])
  })

  it('counts time at work with pauses cut to a minute, whatever the clock does', () => {
    const clock = [10_000, 20_000, 20 * minute, 19 * minute].reduce(noteActivity, startClock(0, 0))
    expect(secondsWorked(clock)).toBe(80)
  })

  it('says when time is short and when it is over', () => {
    const clock = startClock(10 * minute, 0)
    expect([0, 8 * minute, 10 * minute].map((now) => leaseMood(clock, now))).toEqual(['plenty', 'short', 'over'])
    expect([23.2 * minute, 105_000, 0].map(spellTimeLeft)).toEqual(['24 min', '1:45', '0:00'])
  })
})
