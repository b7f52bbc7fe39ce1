/**
 * After a final reading: what the rule makes of the item, written down. The caller has the item locked, has inserted the
 * reading, and appends the returned steps to the audit chain as the last thing of its transaction.
 */
import type { AuditStep, Tx } from '@/lib/db'
import { hashOfValue } from '@/lib/domain/hash'
import { type SeatCounts, seatEverybody } from '@/lib/domain/seats'
import { type LoadedItem, wantColumns } from './items'
import { appendLabel } from './labels'
import { type Verdict, weighItem } from './weigh-item'

const nobody: SeatCounts = { trainedObserver: 0, ophthalmologist: 0, any: 0 }

/** @param left seats that are still to be filled, this reading's own no longer among them */
export async function evaluateItem(tx: Tx, item: LoadedItem, left: SeatCounts, at: Date): Promise<AuditStep[]> {
  const readings = await tx.reading.findMany({
    where: { itemId: item.id, round: item.round, isFinal: true },
    orderBy: { id: 'asc' },
  })
  const verdict = weighItem(item, readings)
  const isWaiting = left.trainedObserver + left.ophthalmologist + left.any > 0
  const wanted = verdict.state === 'open' ? await reseat(tx, item.id, verdict.missing, left, at) : nobody
  await tx.item.update({ where: { id: item.id }, data: { state: verdict.state, ...wantColumns(wanted) } })
  const about = { subject: `item:${item.id}`, actor: 'system', at }
  if (verdict.state === 'open') {
    return isWaiting ? [] : [{ ...about, action: 'item.anotherAsked', payload: { missing: verdict.missing } }]
  }
  const readingIds = readings.map(({ id }) => id)
  return [
    ...(await writeLabel(tx, item, verdict, readingIds, at)).map((step) => ({ ...about, ...step })),
    ...(await writeEnd(tx, item, verdict, at)).map((step) => ({ ...about, ...step })),
  ]
}

/**
 * What the rule misses is what is asked for: a trained observer on an open seat fills the trained observer's, if nobody answers from
 * that one. Whoever sits on the item at the moment moves along; could one of them not, the seats would stay as they are.
 */
async function reseat(tx: Tx, itemId: string, missing: SeatCounts, left: SeatCounts, at: Date): Promise<SeatCounts> {
  const sitting = await tx.lease.findMany({
    where: { itemId, state: 'held', expiresAt: { gt: at } },
    select: { id: true, seat: true, observer: { select: { qualification: true } } },
    orderBy: { id: 'asc' },
  })
  const seats = seatEverybody(
    missing,
    sitting.map(({ observer }) => observer.qualification),
  )
  if (!seats) return left
  for (const [i, { id, seat }] of sitting.entries()) {
    const now = seats[i]
    if (now !== undefined && now !== seat) await tx.lease.update({ where: { id }, data: { seat: now } })
  }
  return missing
}

type Ended = Exclude<Verdict, { state: 'open' }>
type Step = Pick<AuditStep, 'action' | 'payload'>

async function writeLabel(
  tx: Tx,
  item: LoadedItem,
  { label, trace }: Ended,
  readings: string[],
  at: Date,
): Promise<Step[]> {
  if (label === null || trace === null) return []
  const written = await appendLabel(tx, {
    itemId: item.id,
    origin: 'rule',
    label,
    trace: { ...trace, readingIds: readings },
    at,
  })
  const payload = { labelId: written.id, version: written.version, labelHash: hashOfValue(label), readingIds: readings }
  return [{ action: 'label.agreed', payload }]
}

async function writeEnd(tx: Tx, item: LoadedItem, verdict: Ended, at: Date): Promise<Step[]> {
  switch (verdict.state) {
    case 'agreed':
      return []
    case 'leftOut':
      return [{ action: 'item.leftOut', payload: { reasons: verdict.reasons } }]
    case 'case': {
      const opened = await tx.adjudicationCase.create({
        data: { itemId: item.id, reasons: verdict.reasons, openedAt: at },
        select: { id: true },
      })
      return [{ action: 'case.opened', payload: { caseId: opened.id, reasons: verdict.reasons } }]
    }
  }
}
