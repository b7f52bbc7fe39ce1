'use client'
/** One attempt to bring an answer to the server, and what its outcome means for the outbox. */
import type { SubmitRequest, SubmitResult } from '@/lib/contracts/reading'
import type { Delivery } from '@/lib/editor/outbox/courier'
import { RequestFailure, request } from '../use-request'

export async function deliver(answer: SubmitRequest): Promise<Delivery> {
  try {
    return { type: 'acknowledged', result: await request<SubmitResult>('POST', '/api/readings', answer) }
  } catch (failure) {
    if (!(failure instanceof RequestFailure)) throw failure
    if (failure.status === 401) return { type: 'signedOut' }
    const isPassing = failure.status === 0 || failure.status === 408 || failure.status === 429 || failure.status >= 500
    return isPassing ? { type: 'unreachable' } : { type: 'refused', sentence: failure.sentence }
  }
}
