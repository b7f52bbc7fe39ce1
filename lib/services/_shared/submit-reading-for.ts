/**
 * A finished reading of somebody who does not sit at this product's screen: imported from elsewhere, or simulated for a
 * demonstration. It takes a seat of the item like any other reading, and goes through the very same path.
 */
import { readingAnswer } from '@/lib/contracts/reading'
import type { Tx } from '@/lib/db'
import { seatsTaken } from '@/lib/db/claims'
import { misfit } from '@/lib/domain/answer-fits'
import { hashOfValue, sha256Hex } from '@/lib/domain/hash'
import type { Qualification, ReadingAnswer } from '@/lib/domain/reading'
import { freeSeat } from '@/lib/domain/seats'
import { loadLockedItem, wantedSeats } from './items'
import { type NewReading, storeReading } from './store-reading'

export type ReadingFor = {
  itemId: string
  observer: { id: string; qualification: Qualification }
  answer: ReadingAnswer
  provenance: NewReading['provenance']
  secondsSpent?: number
}

export type SubmittedFor =
  | { outcome: 'stored'; readingId: string }
  /** The same answer of this observer is there already. */
  | { outcome: 'duplicate'; readingId: string }
  /** Nothing was stored; `sentence` says why. */
  | { outcome: 'refused'; sentence: string }

/** Locks the item and, through the audit chain, other writers: one call a transaction, and nothing after it. */
export async function submitReadingFor(tx: Tx, request: ReadingFor, at: Date): Promise<SubmittedFor> {
  const { observer } = request
  const refused = (sentence: string): SubmittedFor => ({ outcome: 'refused', sentence })
  const item = await loadLockedItem(tx, request.itemId)
  const parsed = readingAnswer.safeParse(request.answer)
  if (!parsed.success) return refused(`The answer is not one: ${parsed.error.issues[0]?.message}.`)
  const place = { itemId: item.id, observerId: observer.id }

  const earlier = await tx.reading.findFirst({ where: { ...place, round: item.round, isFinal: true } })
  if (earlier?.answerHash === hashOfValue(parsed.data)) return { outcome: 'duplicate', readingId: earlier.id }
  if (earlier) return refused('This observer has answered otherwise before; the first answer stands.')
  const unfit = misfit(item, parsed.data)
  if (unfit) return refused(unfit)
  if (item.state !== 'open')
    return refused('The panel of the protocol has read this already; no more readings are asked for.')
  const seat = freeSeat(wantedSeats(item), await seatsTaken(tx, item.id, observer.id, at), observer.qualification)
  if (!seat)
    return refused(`The protocol asks for no reading by ${inWords[observer.qualification]} here, or no more of them.`)

  const lease = await tx.lease.upsert({
    where: { itemId_observerId: place },
    create: { ...place, seat, claimedAt: at, expiresAt: at },
    update: { seat, state: 'held', claimedAt: at, expiresAt: at },
    select: { id: true },
  })
  const readingId = idOf(`${item.id} ${observer.id} ${item.round}`)
  const reading: NewReading = {
    id: readingId,
    observer,
    stage: 'blind',
    isFinal: true,
    answer: parsed.data,
    provenance: request.provenance,
    secondsSpent: request.secondsSpent ?? 0,
    startedAt: at,
  }
  const isStored = await storeReading(tx, item, { id: lease.id, seat }, reading, at)
  return isStored
    ? { outcome: 'stored', readingId }
    : refused('This observer began to answer this item on screen; it is finished there.')
}

const inWords = { trainedObserver: 'a trained observer', ophthalmologist: 'an ophthalmologist' } as const

/** A UUID (version 8) made from a name, so that the same reading has the same id whenever it is submitted. */
function idOf(name: string): string {
  const hex = sha256Hex(name)
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
