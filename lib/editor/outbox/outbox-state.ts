/** What the outbox holds and what the page says about it. */
import type { Parcel } from './parcel'

export type OutboxState = {
  parcels: readonly Parcel[]
  /** Id of the one under way. */
  sending: string | null
  /** The session has ended: nothing is tried until somebody signs in again. */
  isSignedOut: boolean
}

export const emptyOutbox: OutboxState = { parcels: [], sending: null, isSignedOut: false }

export type OutboxStatus = 'saved' | 'sending' | 'offline' | 'signedOut' | 'refused'

export function outboxStatus(state: OutboxState): { status: OutboxStatus; waiting: number } {
  const waiting = state.parcels.filter((parcel) => parcel.refusal === null).length
  if (state.parcels.length === 0) return { status: 'saved', waiting }
  if (waiting === 0) return { status: 'refused', waiting }
  if (state.isSignedOut) return { status: 'signedOut', waiting }
  const isFailing = state.parcels.some((parcel) => parcel.refusal === null && parcel.attempts > 0)
  return { status: isFailing ? 'offline' : 'sending', waiting }
}

/** The next one to send, if its time has come; otherwise how long until then. Oldest first. */
export function nextParcel(state: OutboxState, now: number): { parcel: Parcel } | { wait: number } | undefined {
  if (state.sending !== null || state.isSignedOut) return undefined
  const waiting = state.parcels.filter((parcel) => parcel.refusal === null).sort((a, b) => a.queuedAt - b.queuedAt)
  const due = waiting.find((parcel) => parcel.nextTryAt <= now)
  if (due) return { parcel: due }
  const soonest = Math.min(...waiting.map((parcel) => parcel.nextTryAt))
  return Number.isFinite(soonest) ? { wait: soonest - now } : undefined
}

export const withParcel = (state: OutboxState, parcel: Parcel): OutboxState => ({
  ...state,
  parcels: [...state.parcels.filter((other) => other.request.id !== parcel.request.id), parcel],
})

export const withoutParcel = (state: OutboxState, id: string): OutboxState => ({
  ...state,
  parcels: state.parcels.filter((parcel) => parcel.request.id !== id),
})
