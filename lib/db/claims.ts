/**
 * The claim: hand-written SQL, because what it promises rests on row locks. Nobody gets an item twice, and an item never
 * has more holders than free seats, however many clients ask at the same moment (read committed).
 * `Item.want…` is what is still asked for. A lease that is held and has not run out takes a seat; a submitted one no longer
 * counts, since its reading has lowered `want…`. Whoever changes an item's wants, state or leases locks the item first.
 */
import type { Qualification, Task } from '@/lib/domain/reading'
import type { Seat, SeatCounts } from '@/lib/domain/seats'
import { isKeptFrom } from './case-blinding'
import { Prisma } from './generated/client'
import type { Tx } from './transaction'

export type Claim = {
  /** Of the new lease. Where the observer had given the item back, that lease is taken up again and keeps its own id. */
  leaseId: string
  observerId: string
  qualification: Qualification
  studyId: string
  task: Task
  now: Date
}
export type Claimed = { leaseId: string; itemId: string; seat: Seat }

/** Two tabs of one observer wait for each other here, so that both are handed the same assignment. Until the transaction ends. */
export async function lockQueue(tx: Tx, observerId: string, studyId: string, task: Task): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`queue ${observerId} ${studyId} ${task}`}, 0))`
}

/** Seats of an item that others hold at the moment. Exact only while the caller has the item locked. */
export async function seatsTaken(tx: Tx, itemId: string, exceptObserverId: string, now: Date): Promise<SeatCounts> {
  const rows = await tx.lease.groupBy({
    by: ['seat'],
    where: { itemId, state: 'held', expiresAt: { gt: now }, observerId: { not: exceptObserverId } },
    _count: true,
  })
  const of = (seat: Seat) => rows.find((row) => row.seat === seat)?._count ?? 0
  return { trainedObserver: of('trainedObserver'), ophthalmologist: of('ophthalmologist'), any: of('any') }
}

/**
 * Hands out the next item and inserts its lease; null where nothing is left for this observer.
 * The statement finds and locks; a claimer that committed between its snapshot and its lock is invisible to it, so the
 * seat is counted again under the lock. Whoever came second lets go of the item and looks for another.
 */
export async function claimNextItem(tx: Tx, claim: Claim): Promise<Claimed | null> {
  for (;;) {
    const [claimed] = await tx.$queryRaw<(Claimed & { wanted: number; wasNew: boolean })[]>(claimStatement(claim))
    if (!claimed) return null
    const taken = await seatsTaken(tx, claimed.itemId, claim.observerId, claim.now)
    if (taken[claimed.seat] < claimed.wanted)
      return { leaseId: claimed.leaseId, itemId: claimed.itemId, seat: claimed.seat }
    if (claimed.wasNew) await tx.lease.delete({ where: { id: claimed.leaseId } })
    else await tx.lease.update({ where: { id: claimed.leaseId }, data: { state: 'ended' } })
  }
}

const wantOf = { trainedObserver: Prisma.sql`i."wantTrained"`, ophthalmologist: Prisma.sql`i."wantExpert"` } as const

/**
 * Walks the open items in their fixed random order from where this observer claimed last, then once more from the start:
 * what the observer has read lies behind and is not walked over again. Who adjudicates is kept from what has a case (case-blinding.ts). The sums of wants are those of the partial indexes
 * `Item_queue_…`, so that items which only wait for others are not walked over either.
 */
export function claimStatement({ leaseId, observerId, qualification, studyId, task, now }: Claim): Prisma.Sql {
  const at = Prisma.sql`${now.toISOString()}::timestamptz`
  const own = wantOf[qualification]
  const candidates = (range: Prisma.Sql) => Prisma.sql`
    SELECT i."id", i."protocolId", s."seat", CASE s."seat" WHEN 'any' THEN i."wantAny" ELSE ${own} END AS "wanted"
    FROM "Item" i
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN ${own} > count(*) FILTER (WHERE l."seat" = ${qualification}) THEN ${qualification}
        WHEN i."wantAny" > count(*) FILTER (WHERE l."seat" = 'any') THEN 'any'
      END AS "seat"
      FROM "Lease" l
      WHERE l."itemId" = i."id" AND l."state" = 'held' AND l."expiresAt" > ${at}
    ) s
    WHERE i."studyId" = ${studyId}::uuid AND i."task" = ${task}::"Task" AND i."state" = 'open' AND ${own} + i."wantAny" > 0
      AND ${range}
      AND s."seat" IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM "Lease" m
        WHERE m."itemId" = i."id" AND m."observerId" = ${observerId}::uuid AND m."state" <> 'ended'
      )
      AND NOT ${isKeptFrom(observerId)}
    ORDER BY i."orderKey"
    LIMIT 1
    FOR UPDATE OF i SKIP LOCKED`
  return Prisma.sql`
    WITH place AS MATERIALIZED (
      SELECT i."orderKey"
      FROM "Lease" l JOIN "Item" i ON i."id" = l."itemId"
      WHERE l."observerId" = ${observerId}::uuid AND i."studyId" = ${studyId}::uuid AND i."task" = ${task}::"Task"
      ORDER BY l."claimedAt" DESC
      LIMIT 1
    ),
    ahead AS MATERIALIZED (${candidates(Prisma.sql`i."orderKey" > coalesce((SELECT "orderKey" FROM place), -1)`)}),
    behind AS MATERIALIZED (
      ${candidates(Prisma.sql`NOT EXISTS (SELECT FROM ahead) AND i."orderKey" <= (SELECT "orderKey" FROM place)`)}
    ),
    found AS (SELECT * FROM ahead UNION ALL SELECT * FROM behind),
    taken AS (
      INSERT INTO "Lease" AS lease ("id", "itemId", "observerId", "seat", "state", "claimedAt", "expiresAt")
      SELECT ${leaseId}::uuid, f."id", ${observerId}::uuid, f."seat", 'held', ${at},
        ${at} + make_interval(secs => (p."settings"->>'leaseSeconds')::int)
      FROM found f JOIN "ProtocolVersion" p ON p."id" = f."protocolId"
      ON CONFLICT ("itemId", "observerId") DO UPDATE
        SET "state" = 'held', "reason" = '', "seat" = excluded."seat",
          "claimedAt" = excluded."claimedAt", "expiresAt" = excluded."expiresAt"
        WHERE lease."state" = 'ended'
      RETURNING lease."id", lease."itemId", lease."seat"
    )
    SELECT t."id" AS "leaseId", t."itemId", t."seat", f."wanted", t."id" = ${leaseId}::uuid AS "wasNew"
    FROM taken t JOIN found f ON f."id" = t."itemId"`
}
