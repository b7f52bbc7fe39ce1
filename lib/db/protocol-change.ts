/** What a change of protocol does to a study's items, set by set where the rows are. */
import type { Task } from '@/lib/domain/reading'
import type { Tx } from './transaction'

/** Nobody else changes the protocol, and no photograph arrives, until the transaction ends. */
export async function lockStudy(tx: Tx, studyId: string): Promise<void> {
  await tx.$executeRaw`SELECT "id" FROM "Study" WHERE "id" = ${studyId}::uuid FOR UPDATE`
}

/**
 * Leaves out the open items of every photograph and task that nobody has begun: no reading and no held lease on any part. A task of a
 * photograph moves as a whole, so that its parts never lie on two grids. The rows are locked first: a claim that is under way
 * either is seen by the second statement or passes them over.
 * @returns how many items
 */
export async function leaveOutUntouched(tx: Tx, studyId: string): Promise<number> {
  await tx.$executeRaw`SELECT "id" FROM "Item" WHERE "studyId" = ${studyId}::uuid AND "state" = 'open' ORDER BY "id" FOR UPDATE`
  return tx.$executeRaw`
    WITH begun AS (
      SELECT DISTINCT i."photographId", i."task"
      FROM "Item" i
      WHERE i."studyId" = ${studyId}::uuid AND (
        i."state" IN ('agreed', 'case', 'unresolved')
        OR EXISTS (SELECT FROM "Reading" r WHERE r."itemId" = i."id")
        OR EXISTS (SELECT FROM "Lease" l WHERE l."itemId" = i."id" AND l."state" = 'held')
      )
    )
    UPDATE "Item" i
    SET "state" = 'leftOut', "wantTrained" = 0, "wantExpert" = 0, "wantAny" = 0
    WHERE i."studyId" = ${studyId}::uuid AND i."state" = 'open'
      AND NOT EXISTS (SELECT FROM begun b WHERE b."photographId" = i."photographId" AND b."task" = i."task")`
}

/** Photographs of which a task is not asked, or was left out without a reading: the ones to open it for. */
export async function photographsWithoutItems(tx: Tx, studyId: string, task: Task): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p."id"
    FROM "Photograph" p
    WHERE p."studyId" = ${studyId}::uuid AND NOT EXISTS (
      SELECT FROM "Item" i
      WHERE i."photographId" = p."id" AND i."task" = ${task}::"Task" AND (
        i."state" <> 'leftOut' OR EXISTS (SELECT FROM "Reading" r WHERE r."itemId" = i."id")
      )
    )
    ORDER BY p."id"`
  return rows.map(({ id }) => id)
}
