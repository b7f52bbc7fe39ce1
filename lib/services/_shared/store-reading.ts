/**
 * The one path on which a reading enters, whether it was made on screen, imported or simulated: append the row; where it
 * ends the observer's work on the item, give up the seat and let the rule weigh; append every step to the audit chain.
 */
import { type AuditStep, appendAudit, type Prisma, type Tx } from '@/lib/db'
import { hashOfValue } from '@/lib/domain/hash'
import type { Qualification, ReadingAnswer, ReadingStage } from '@/lib/domain/reading'
import type { Seat } from '@/lib/domain/seats'
import { evaluateItem } from './evaluate-item'
import { type LoadedItem, wantedSeats } from './items'

export type NewReading = {
  id: string
  observer: { id: string; qualification: Qualification }
  stage: ReadingStage
  isFinal: boolean
  answer: ReadingAnswer
  /** The observer's qualification at this moment is stored with it: it decides how the reading counts. */
  provenance: { origin: 'screen' | 'import' | 'simulation' } & Record<string, Prisma.InputJsonValue>
  secondsSpent: number
  startedAt: Date
}

/**
 * The caller has the item locked, has found the answer to fit, and holds `lease` on a seat that is wanted.
 * @returns false where the id, or the observer's reading of this stage, is there already; nothing is written then
 */
export async function storeReading(
  tx: Tx,
  item: LoadedItem,
  lease: { id: string; seat: Seat },
  reading: NewReading,
  at: Date,
): Promise<boolean> {
  const { id, observer, stage, isFinal, answer, secondsSpent, startedAt } = reading
  const answerHash = hashOfValue(answer)
  const provenance = { ...reading.provenance, qualification: observer.qualification }
  const placed = { id, itemId: item.id, observerId: observer.id, round: item.round, stage, isFinal }
  const { count } = await tx.reading.createMany({
    data: [{ ...placed, answer, answerHash, provenance, secondsSpent, startedAt, submittedAt: at }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  const { origin } = reading.provenance
  const steps: AuditStep[] = [
    {
      action: 'reading.submitted',
      subject: `item:${item.id}`,
      actor: `observer:${observer.id}`,
      payload: { readingId: id, stage, isFinal, answerHash, origin },
      at,
    },
  ]
  if (isFinal) {
    await tx.lease.update({ where: { id: lease.id }, data: { state: 'submitted', seat: lease.seat } })
    const wanted = wantedSeats(item)
    const left = { ...wanted, [lease.seat]: wanted[lease.seat] - 1 }
    steps.push(...(await evaluateItem(tx, item, left, at)))
  }
  for (const step of steps) await appendAudit(tx, step)
  return true
}
