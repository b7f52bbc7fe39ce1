/**
 * Who adjudicates and also reads stays blind as a reader: a case shows what everybody answered, and the source grade. So
 * (a) somebody who adjudicates is never handed an item of a photograph that has a case, open or decided, and
 * (b) while they hold an item of a photograph, its cases and its pictures by id do not exist for them (lib/auth/access.ts).
 * What was in hand before the case was opened may be finished; what was given back may not be taken up again.
 */
import { Prisma } from './generated/client'
import type { Tx } from './transaction'

/** Items that an observer holds: their answer would still count. A lease that ran out counts as held, for it can be taken up again. */
export const heldBy = (observerId: string) =>
  ({
    state: 'open',
    OR: [
      { leases: { some: { observerId, state: 'held' } } },
      // Given back between the blind answer and the revealed one.
      { leases: { some: { observerId, state: 'ended' } }, readings: { some: { observerId, isFinal: false } } },
    ],
  }) satisfies Prisma.ItemWhereInput

/** For (b). Nobody holds anything who has no observer. */
export async function holdsItemOf(tx: Tx, observerId: string | null, photographId: string): Promise<boolean> {
  if (observerId === null) return false
  return (await tx.item.count({ where: { photographId, ...heldBy(observerId) } })) > 0
}

/** For (a), of the item `i`: true where it is kept from the observer. Costs those who only read one look at who they are. */
export const isKeptFrom = (observerId: string) => Prisma.sql`(
  (SELECT count(*) FROM "Observer" o JOIN "User" u ON u."id" = o."userId"
    WHERE o."id" = ${observerId}::uuid AND u."role" = 'adjudicator') > 0
  AND EXISTS (
    SELECT FROM "Item" other JOIN "AdjudicationCase" c ON c."itemId" = other."id"
    WHERE other."photographId" = i."photographId"
  )
)`

/** For (a), of an item that was handed out before: may its lease, which has ended, not be taken up again? */
export async function mayNotTakeUp(tx: Tx, observerId: string, itemId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isKept: boolean }[]>`
    SELECT ${isKeptFrom(observerId)} AS "isKept" FROM "Item" i WHERE i."id" = ${itemId}::uuid`
  if (!row?.isKept) return false
  return (await tx.item.count({ where: { id: itemId, ...heldBy(observerId) } })) === 0
}

/** Looking at a case and claiming wait for each other, so that neither misses the other. Until the transaction ends. */
export async function lockSight(tx: Tx, observerId: string | null): Promise<void> {
  if (observerId === null) return
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sight ${observerId}`}, 0))`
}
