/**
 * Brings answers to the server: kept first, then sent, one at a time, again and again until the server says that it has
 * them or will not have them. Every parcel carries its reading's id, so sending it twice is harmless. The clock, the random
 * source, the timer and the delivery itself come in as arguments.
 */
import type { SubmitRequest, SubmitResult } from '@/lib/contracts/reading'
import { draftKey } from '../drafts/draft'
import type { Keep } from '../drafts/keep'
import { createStore, type Store } from '../store'
import { emptyOutbox, nextParcel, type OutboxState, withoutParcel, withParcel } from './outbox-state'
import { type Parcel, parseParcel } from './parcel'
import { retryDelay } from './retry-delay'

export type Delivery =
  | { type: 'acknowledged'; result: SubmitResult }
  | { type: 'unreachable' }
  | { type: 'signedOut' }
  | { type: 'refused'; sentence: string }

export type CourierOutcome = Extract<Delivery, { type: 'acknowledged' | 'refused' }>

export type CourierParts = {
  keep: Keep
  userId: string
  deliver: (request: SubmitRequest) => Promise<Delivery>
  now: () => number
  random: () => number
  /** Calls back once after some milliseconds; returns how to call it off. */
  schedule: (milliseconds: number, callback: () => void) => () => void
}

export type Courier = {
  state: Store<OutboxState>
  /** Takes up what an earlier page left behind. */
  start: () => Promise<void>
  /** Resolves once the server has acknowledged or refused; until then it keeps trying. */
  submit: (request: SubmitRequest) => Promise<CourierOutcome>
  /** Now, whatever the waiting time: the connection is back, somebody signed in or pressed *Try again*. */
  retry: () => void
  discard: (id: string) => Promise<void>
  stop: () => void
}

export function createCourier(parts: CourierParts): Courier {
  const state = createStore<OutboxState>(emptyOutbox)
  const waiters = new Map<string, (outcome: CourierOutcome) => void>()
  let callOff: () => void = () => undefined
  let isStopped = false

  const update = (change: (before: OutboxState) => OutboxState) => state.set(change(state.get()))
  /** A full disk does not stop an answer that can still be sent. */
  const store = async (parcel: Parcel) => {
    update((before) => withParcel(before, parcel))
    try {
      await parts.keep.put('outbox', parcel.request.id, parcel)
    } catch (error) {
      console.error('A waiting answer could not be kept in this browser.', error)
    }
  }

  async function settle(parcel: Parcel, delivery: Delivery): Promise<void> {
    switch (delivery.type) {
      case 'acknowledged':
        await parts.keep.remove('outbox', parcel.request.id)
        await parts.keep.remove('drafts', draftKey(parcel.request.leaseId, parcel.request.stage))
        update((before) => withoutParcel(before, parcel.request.id))
        break
      case 'refused':
        await store({ ...parcel, refusal: delivery.sentence })
        break
      case 'signedOut':
        update((before) => ({ ...before, isSignedOut: true }))
        return
      case 'unreachable': {
        const attempts = parcel.attempts + 1
        await store({ ...parcel, attempts, nextTryAt: parts.now() + retryDelay(attempts, parts.random()) })
        return
      }
    }
    waiters.get(parcel.request.id)?.(delivery)
    waiters.delete(parcel.request.id)
  }

  async function send(parcel: Parcel): Promise<void> {
    update((before) => ({ ...before, sending: parcel.request.id }))
    await settle(parcel, await attempt(parcel))
    update((before) => ({ ...before, sending: null }))
    run()
  }

  async function attempt(parcel: Parcel): Promise<Delivery> {
    try {
      return await parts.deliver(parcel.request)
    } catch (error) {
      console.error('An answer could not be sent; it is kept and tried again.', error)
      return { type: 'unreachable' }
    }
  }

  function run(): void {
    callOff()
    if (isStopped) return
    const next = nextParcel(state.get(), parts.now())
    if (!next) return
    if ('wait' in next) callOff = parts.schedule(next.wait, run)
    else void send(next.parcel)
  }

  return {
    state,
    start: async () => {
      const kept = (await parts.keep.all('outbox')).flatMap((value) => parseParcel(value) ?? [])
      for (const parcel of kept) {
        if (parcel.userId === parts.userId)
          update((before) => withParcel(before, { ...parcel, nextTryAt: parts.now() }))
      }
      run()
    },
    submit: async (request) => {
      const now = parts.now()
      const outcome = new Promise<CourierOutcome>((resolve) => waiters.set(request.id, resolve))
      await store({
        version: 1,
        userId: parts.userId,
        request,
        queuedAt: now,
        attempts: 0,
        nextTryAt: now,
        refusal: null,
      })
      run()
      return outcome
    },
    retry: () => {
      const now = parts.now()
      update((before) => ({
        ...before,
        isSignedOut: false,
        parcels: before.parcels.map((parcel) => ({ ...parcel, nextTryAt: now, refusal: null })),
      }))
      run()
    },
    discard: async (id) => {
      await parts.keep.remove('outbox', id)
      update((before) => withoutParcel(before, id))
    },
    stop: () => {
      isStopped = true
      callOff()
    },
  }
}
