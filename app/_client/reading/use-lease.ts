'use client'
/**
 * The lease of the item on the desk: time left, signs of life while somebody works, time at work. When the item is lost,
 * the sentence of the server says so; whatever was done stays where it is.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Assignment, LeaseState } from '@/lib/contracts/reading'
import {
  isRenewalDue,
  type LeaseMood,
  leaseMood,
  noteActivity,
  noteRenewal,
  secondsWorked,
  spellTimeLeft,
  startClock,
  timeLeft,
} from '@/lib/editor/lease/lease-clock'
import { RequestFailure, request } from '../use-request'

export type LeaseView = { left: string; mood: LeaseMood; lost: string | null }
export type Lease = LeaseView & {
  /** Milliseconds with somebody at the desk, for the draft. */
  worked: () => number
  secondsSpent: () => number
}

const activityEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
const tick = 1000

/**
 * @param draft of the stage that is worked on: each stage counts its own time
 * @param isFresh just claimed; otherwise the page was loaded again and says at once that somebody is here
 */
export function useLease(assignment: Assignment, draft: { worked: number }, isFresh: boolean): Lease {
  const { leaseId, expiresAt } = assignment
  const clock = useRef(startClock(Date.parse(expiresAt), Date.now(), draft.worked))
  useEffect(() => {
    clock.current = { ...clock.current, worked: draft.worked }
  }, [draft])
  const [view, setView] = useState<LeaseView>(() => viewOf(clock.current, null))

  const renew = useCallback(async () => {
    try {
      const state = await request<LeaseState>('POST', `/api/leases/${leaseId}`, { action: 'renew' })
      if (state.expiresAt) clock.current = noteRenewal(clock.current, Date.parse(state.expiresAt), Date.now())
      setView(viewOf(clock.current, null))
    } catch (failure) {
      if (!(failure instanceof RequestFailure)) throw failure
      const isLost = [401, 404, 409].includes(failure.status)
      if (isLost) setView(viewOf(clock.current, failure.sentence))
    }
  }, [leaseId])

  useEffect(() => {
    let asking = false
    const ask = () => {
      if (asking) return
      asking = true
      renew().finally(() => {
        asking = false
      })
    }
    if (!isFresh) ask()
    const onActivity = () => {
      clock.current = noteActivity(clock.current, Date.now())
    }
    for (const name of activityEvents) window.addEventListener(name, onActivity, { passive: true, capture: true })
    const timer = setInterval(() => {
      if (isRenewalDue(clock.current, Date.now())) ask()
      setView((before) => {
        const now = viewOf(clock.current, before.lost)
        return now.left === before.left && now.mood === before.mood ? before : now
      })
    }, tick)
    return () => {
      clearInterval(timer)
      for (const name of activityEvents) window.removeEventListener(name, onActivity, { capture: true })
    }
  }, [renew, isFresh])

  return useMemo(
    () => ({ ...view, worked: () => clock.current.worked, secondsSpent: () => secondsWorked(clock.current) }),
    [view],
  )
}

const viewOf = (clock: Parameters<typeof timeLeft>[0], lost: string | null): LeaseView => ({
  left: spellTimeLeft(timeLeft(clock, Date.now())),
  mood: leaseMood(clock, Date.now()),
  lost,
})
