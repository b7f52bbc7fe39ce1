/**
 * A lease on a timeline: how long it lasts, when it wants a sign of life, and how much of the time somebody really worked.
 * Times are milliseconds; the clock is the caller's.
 */

export type LeaseClock = {
  expiresAt: number
  /** Last sign of life that the server acknowledged. */
  renewedAt: number
  lastActivityAt: number
  /** Milliseconds with somebody at the desk. */
  worked: number
}

/** A sign of life this often, as long as somebody works. */
export const renewEvery = 60_000
/** A pause longer than this is not work. */
export const idleCut = 60_000

export const startClock = (expiresAt: number, now: number, worked = 0): LeaseClock => ({
  expiresAt,
  renewedAt: now,
  lastActivityAt: now,
  worked,
})

/** A key, a click, a movement: the time since the last one counts, a long pause counts as its first minute. */
export const noteActivity = (clock: LeaseClock, now: number): LeaseClock => ({
  ...clock,
  lastActivityAt: Math.max(now, clock.lastActivityAt),
  worked: clock.worked + Math.min(Math.max(0, now - clock.lastActivityAt), idleCut),
})

/** Only work renews: a lease is not kept by an open page that nobody looks at. */
export const isRenewalDue = (clock: LeaseClock, now: number): boolean =>
  now - clock.renewedAt >= renewEvery && clock.lastActivityAt > clock.renewedAt

export const noteRenewal = (clock: LeaseClock, expiresAt: number, now: number): LeaseClock => ({
  ...clock,
  expiresAt,
  renewedAt: now,
})

export const timeLeft = (clock: LeaseClock, now: number): number => Math.max(0, clock.expiresAt - now)
export const secondsWorked = (clock: LeaseClock): number => Math.min(86_400, Math.round(clock.worked / 1000))

export type LeaseMood = 'plenty' | 'short' | 'over'
/** Under two minutes people should know. */
export const leaseMood = (clock: LeaseClock, now: number): LeaseMood => {
  const left = timeLeft(clock, now)
  if (left <= 0) return 'over'
  return left <= 120_000 ? 'short' : 'plenty'
}

/** `24 min`, under two minutes `1:45`: nothing flickers every second while there is time. */
export function spellTimeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds > 120) return `${Math.ceil(seconds / 60)} min`
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
