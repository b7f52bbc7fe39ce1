/**
 * Takes a finished answer, in one transaction: the row, the rule over all readings, the label or the case, the audit chain. The
 * same id with the same answer is answered as the first time; nothing here tells what anybody else said, but for the source grade
 * where the protocol reveals it after the blind answer.
 */
import type { SubmitRequest, SubmitResult } from '@/lib/contracts/reading'
import { inTransaction, type Tx } from '@/lib/db'
import { mayNotTakeUp } from '@/lib/db/case-blinding'
import { misfit } from '@/lib/domain/answer-fits'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import { revealOf } from './_shared/assignment'
import type { Context } from './_shared/context'
import type { LoadedItem } from './_shared/items'
import { expiryOf, lockOwnLease, type OwnLease, seatOfLease } from './_shared/leases'
import { sourceGradeOf } from './_shared/source-grade'
import { storeReading } from './_shared/store-reading'

export async function submitReading(context: Context, request: SubmitRequest): Promise<SubmitResult> {
  return inTransaction(async (tx) => {
    const { lease, item } = await lockOwnLease(tx, context, request.leaseId)
    const earlier = await findEarlier(tx, request, lease, item)
    if (earlier) return resultOf(earlier)
    const unfit = misfit(item, request.answer)
    if (unfit) throw new AppError('reading.misfit', unfit, 422)
    const seat = await requireSeat(tx, item, lease, context.now)
    const sourceGrade = await gradeToReveal(tx, item, request, lease)
    const isFinal = sourceGrade === null
    if (!isFinal)
      await tx.lease.update({
        where: { id: lease.id },
        data: { state: 'held', seat, expiresAt: expiryOf(item, context.now) },
      })
    const { id, stage, answer, secondsSpent } = request
    const provenance = { origin: 'screen', leaseId: lease.id, ...(!isFinal && { revealed: { sourceGrade } }) } as const
    const startedAt = new Date(request.startedAt)
    const reading = {
      id,
      observer: { id: lease.observerId, qualification: lease.qualification },
      stage,
      isFinal,
      answer,
      provenance,
      secondsSpent,
      startedAt,
    }
    const isStored = await storeReading(tx, item, { id: lease.id, seat }, reading, context.now)
    if (!isStored) throw await idTaken(tx, request, lease)
    return resultOf({ id, isFinal, answer, provenance })
  })
}

type Answered = { id: string; isFinal: boolean; answer: unknown; provenance: unknown }

const resultOf = (reading: Answered): SubmitResult =>
  reading.isFinal
    ? { readingId: reading.id, next: 'done' }
    : { readingId: reading.id, next: 'reveal', reveal: revealOf(reading) }

/** What this observer answered at this stage before: the same again is no second answer, another one is a conflict. */
async function findEarlier(
  tx: Tx,
  request: SubmitRequest,
  lease: OwnLease,
  item: LoadedItem,
): Promise<Answered | null> {
  const { itemId, observerId } = lease
  const earlier = await tx.reading.findUnique({
    where: { itemId_observerId_round_stage: { itemId, observerId, round: item.round, stage: request.stage } },
  })
  if (!earlier) return null
  if (earlier.answerHash === hashOfValue(request.answer)) return earlier
  throw conflict('You have answered this item before, and otherwise; the first answer stands.', earlier, request)
}

/** The id belongs to a reading of another item or stage. Whose, is said only to its own observer. */
async function idTaken(tx: Tx, request: SubmitRequest, lease: OwnLease): Promise<AppError> {
  const sentence = 'This id was used for another reading; send the answer under a new one.'
  const other = await tx.reading.findUnique({ where: { id: request.id } })
  if (other?.observerId === lease.observerId) return conflict(sentence, other, request)
  return new AppError('reading.conflict', sentence, 409)
}

function conflict(
  sentence: string,
  stored: { id: string; stage: string; answer: unknown },
  sent: SubmitRequest,
): AppError {
  const pick = ({ id, stage, answer }: { id: string; stage: string; answer: unknown }) => ({ id, stage, answer })
  return new AppError('reading.conflict', sentence, 409, { stored: pick(stored), sent: pick(sent) })
}

/** A lease that ran out is as good as a live one while its seat is free. */
async function requireSeat(tx: Tx, item: LoadedItem, lease: OwnLease, now: Date) {
  if (lease.state === 'skipped')
    throw new AppError('lease.skipped', 'You skipped this item; its answer is not asked for any more.', 409)
  if (lease.state === 'ended' && (await mayNotTakeUp(tx, lease.observerId, item.id))) {
    const sentence =
      'You gave this item back, and there is a case about its photograph that you may see; it is left to others.'
    throw new AppError('lease.gone', sentence, 409)
  }
  const seat = lease.state === 'submitted' ? null : await seatOfLease(tx, item, lease, now)
  if (seat) return seat
  const sentence =
    'Your time for this item ran out and it is no longer asked for; the answer was not counted. Take the next one.'
  throw new AppError('lease.gone', sentence, 409)
}

/** The source grade that is shown after this answer; null where the answer is final. */
async function gradeToReveal(
  tx: Tx,
  item: LoadedItem,
  { stage }: SubmitRequest,
  lease: OwnLease,
): Promise<number | null> {
  const reveals = item.task === 'grade' && item.settings.grade?.revealSourceGrade === true
  if (stage === 'revealed') {
    const { id: itemId, round } = item
    const isPending = await tx.reading.count({
      where: { itemId, round, observerId: lease.observerId, stage: 'blind', isFinal: false },
    })
    if (isPending) return null
    throw new AppError('reading.stage', 'Nothing was revealed about this item yet; send the blind answer first.', 422)
  }
  if (!reveals) return null
  return sourceGradeOf(tx, item.photographId)
}
