/** How much an observer has finished and what is still asked for, counted where the rows are. */
import type { Qualification, Task } from '@/lib/domain/reading'
import { isKeptFrom } from './case-blinding'
import { Prisma } from './generated/client'
import type { Tx } from './transaction'

export type QueueCount = { studyId: string; task: Task; done: number; left: number }

/**
 * One row for each study and task in which there is something done or left. `left` counts open items that still want somebody like
 * this observer and that the observer has neither finished nor skipped, but for what is kept from somebody who adjudicates (case-blinding.ts); whether others sit on them at the moment is not told.
 */
export async function countQueue(
  tx: Tx,
  observer: { id: string; qualification: Qualification },
  studyIds: readonly string[],
): Promise<QueueCount[]> {
  const want = observer.qualification === 'trainedObserver' ? Prisma.sql`i."wantTrained"` : Prisma.sql`i."wantExpert"`
  const isAsked = Prisma.sql`i."state" = 'open' AND ${want} + i."wantAny" > 0 AND (
    NOT ${isKeptFrom(observer.id)}
    OR EXISTS (SELECT FROM "Lease" h WHERE h."itemId" = i."id" AND h."observerId" = ${observer.id}::uuid AND h."state" = 'held')
  )`
  return tx.$queryRaw<QueueCount[]>`
    WITH asked AS (
      SELECT i."studyId", i."task", count(*)::int AS n
      FROM "Item" i
      WHERE i."studyId" = ANY(${[...studyIds]}::uuid[]) AND ${isAsked}
      GROUP BY i."studyId", i."task"
    ),
    mine AS (
      SELECT i."studyId", i."task",
        count(*) FILTER (WHERE l."state" = 'submitted')::int AS done,
        count(*) FILTER (WHERE ${isAsked})::int AS n
      FROM "Lease" l JOIN "Item" i ON i."id" = l."itemId"
      WHERE l."observerId" = ${observer.id}::uuid AND l."state" IN ('submitted', 'skipped')
        AND i."studyId" = ANY(${[...studyIds]}::uuid[])
      GROUP BY i."studyId", i."task"
    )
    SELECT "studyId", "task", coalesce(m.done, 0) AS "done", coalesce(a.n, 0) - coalesce(m.n, 0) AS "left"
    FROM asked a FULL JOIN mine m USING ("studyId", "task")`
}
