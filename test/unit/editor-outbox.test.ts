import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SubmitRequest } from '@/lib/contracts/reading'
import { type Draft, draftKey } from '@/lib/editor/drafts/draft'
import { memoryKeep } from '@/lib/editor/drafts/keep'
import { type CourierOutcome, createCourier, type Delivery } from '@/lib/editor/outbox/courier'
import { outboxStatus } from '@/lib/editor/outbox/outbox-state'
import { retryDelay } from '@/lib/editor/outbox/retry-delay'

const userId = '11111111-1111-4111-8111-111111111111'
const readingId = (n: number) => `22222222-2222-4222-8222-${String(n).padStart(12, '0')}`
const leaseId = (n: number) => `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`

const request = (n: number): SubmitRequest => ({
  id: readingId(n),
  leaseId: leaseId(n),
  stage: 'blind',
  answer: { task: 'grade', grade: 2 },
  secondsSpent: 12,
  startedAt: '2024-01-01T10:00:00.000Z',
})
const draftOf = (n: number): Draft => ({
  version: 1,
  leaseId: leaseId(n),
  userId,
  stage: 'blind',
  readingId: readingId(n),
  startedAt: '2024-01-01T10:00:00.000Z',
  worked: 0,
  updatedAt: '2024-01-01T10:00:00.000Z',
  content: { task: 'grade', grade: 2, note: '' },
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** The console, silent: a fault in the delivery is told there, and a test that makes one says so. */
const listen = () => vi.spyOn(console, 'error').mockImplementation(() => undefined)
const told = (faults: Error[]) =>
  faults.map((fault) => ['An answer could not be sent; it is kept and tried again.', fault])

/** A world with a clock that moves when told to, and a server that answers what it is told to. */
function world(keep = memoryKeep(true)) {
  let now = 0
  let timers: { at: number; callback: () => void }[] = []
  const received: string[] = []
  const faults: Error[] = []
  const answers: (Delivery['type'] | 'throws')[] = []
  const deliver = async ({ id }: SubmitRequest): Promise<Delivery> => {
    const answer = answers.shift() ?? 'acknowledged'
    if (answer === 'throws') {
      const fault = new Error('A fault of the page.')
      faults.push(fault)
      throw fault
    }
    if (answer === 'refused') return { type: 'refused', sentence: 'The lease is gone.' }
    if (answer !== 'acknowledged') return { type: answer }
    received.push(id)
    return { type: 'acknowledged', result: { readingId: id, next: 'done' } }
  }
  const settle = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve()
  }
  const schedule = (milliseconds: number, callback: () => void) => {
    const timer = { at: now + milliseconds, callback }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }
  const courier = createCourier({ keep, userId, deliver, now: () => now, random: () => 0.5, schedule })
  const advance = async (milliseconds: number) => {
    const until = now + milliseconds
    for (;;) {
      const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers = timers.filter((timer) => timer !== next)
      now = next.at
      next.callback()
      await settle()
    }
    now = until
    await settle()
  }
  return { keep, courier, received, faults, answers, settle, advance, status: () => outboxStatus(courier.state.get()) }
}

describe('the outbox', () => {
  it('keeps an answer before it is sent and forgets it, and its draft, once it is acknowledged', async () => {
    const { keep, courier, received, status, settle } = world()
    await keep.put('drafts', draftKey(leaseId(1), 'blind'), draftOf(1))
    const outcome = courier.submit(request(1))
    await settle()
    expect(await outcome).toEqual({ type: 'acknowledged', result: { readingId: readingId(1), next: 'done' } })
    expect([received, await keep.all('outbox'), await keep.all('drafts'), status().status]).toEqual([
      [readingId(1)],
      [],
      [],
      'saved',
    ])
  })

  it('tries again, later and later, while the server is away, and says so', async () => {
    const { keep, courier, answers, received, status, advance } = world()
    answers.push('unreachable', 'unreachable', 'unreachable')
    const outcome = courier.submit(request(1))
    await advance(0)
    expect(status()).toEqual({ status: 'offline', waiting: 1 })
    expect(await keep.all('outbox')).toHaveLength(1)
    await advance(2999)
    expect(received).toEqual([])
    await advance(4001)
    expect([received, (await outcome).type, status().status]).toEqual([[readingId(1)], 'acknowledged', 'saved'])
  })

  it('goes on after a reload with what an earlier page left behind', async () => {
    const before = world()
    before.answers.push('unreachable')
    void before.courier.submit(request(1))
    await before.advance(0)
    before.courier.stop()
    const after = world(before.keep)
    await after.courier.start()
    await after.advance(0)
    expect([after.received, await after.keep.all('outbox')]).toEqual([[readingId(1)], []])
  })

  it('never sends what somebody else left on this computer', async () => {
    const { keep, courier, received, settle } = world()
    const parcel = { version: 1, request: request(1), queuedAt: 0, attempts: 0, nextTryAt: 0, refusal: null }
    await keep.put('outbox', readingId(1), { ...parcel, userId: leaseId(9) })
    await keep.put('outbox', 'junk', { hello: 'there' })
    await courier.start()
    await settle()
    expect([received, (await keep.all('outbox')).length]).toEqual([[], 2])
  })

  it('waits for a new sign-in and then goes on', async () => {
    const { courier, answers, received, status, advance } = world()
    answers.push('signedOut')
    void courier.submit(request(1))
    await advance(600_000)
    expect([received, status().status]).toEqual([[], 'signedOut'])
    courier.retry()
    await advance(0)
    expect([received, status().status]).toEqual([[readingId(1)], 'saved'])
  })

  it('keeps a refused answer until its owner decides', async () => {
    const { keep, courier, answers, status, settle } = world()
    answers.push('refused')
    const outcome = courier.submit(request(1))
    await settle()
    expect(await outcome).toEqual({ type: 'refused', sentence: 'The lease is gone.' })
    expect([status().status, (await keep.all('outbox')).length]).toEqual(['refused', 1])
    await courier.discard(readingId(1))
    expect([status().status, (await keep.all('outbox')).length]).toEqual(['saved', 0])
  })

  it('does not lose an answer to a fault in the delivery, and tells the console of it', async () => {
    const spoken = listen()
    const { keep, courier, answers, received, faults, advance } = world()
    answers.push('throws')
    void courier.submit(request(1))
    await advance(0)
    expect(await keep.all('outbox')).toHaveLength(1)
    await advance(60_000)
    expect([received, faults.length, spoken.mock.calls]).toEqual([[readingId(1)], 1, told(faults)])
  })

  it('brings every answer over once the server answers, whatever happened before', async () => {
    const spoken = listen()
    const trouble = fc.constantFrom<Delivery['type'] | 'throws'>('unreachable', 'signedOut', 'throws', 'acknowledged')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(trouble, { maxLength: 12 }), async (count, before) => {
        spoken.mockClear()
        const { keep, courier, answers, received, faults, advance, status } = world()
        answers.push(...before)
        const outcomes: Promise<CourierOutcome>[] = []
        for (let n = 0; n < count; n++) outcomes.push(courier.submit(request(n)))
        for (let hour = 0; hour < 14; hour++) {
          await advance(3_600_000)
          courier.retry()
        }
        await advance(3_600_000)
        expect(new Set(received)).toEqual(new Set(Array.from({ length: count }, (_, n) => readingId(n))))
        expect([(await Promise.all(outcomes)).length, await keep.all('outbox'), status()]).toEqual([
          count,
          [],
          { status: 'saved', waiting: 0 },
        ])
        expect(spoken.mock.calls).toEqual(told(faults))
      }),
      { numRuns: 50 },
    )
  })
})

describe('the waiting time', () => {
  it('doubles from one second to half a minute, spread by a quarter each way', () => {
    expect([1, 2, 3, 6, 20].map((attempts) => retryDelay(attempts, 0.5))).toEqual([1000, 2000, 4000, 30_000, 30_000])
    expect([0, 0.999999].map((random) => retryDelay(1, random))).toEqual([750, 1250])
  })
})
