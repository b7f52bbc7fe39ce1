/** Leases with what access needs to know, one query each. */
import type { Qualification, Task } from '@/lib/domain/reading'
import type { LeaseState } from './generated/enums'
import type { Tx } from './transaction'

export type LeaseRow = {
  id: string
  itemId: string
  studyId: string
  observerId: string
  /** The observer's, now. */
  qualification: Qualification
  state: LeaseState
  expiresAt: Date
  /** Is the asking user a member of the study by a row? */
  member: boolean
}

/** @param userId who asks  @returns undefined where there is none */
export async function findLeaseRow(tx: Tx, leaseId: string, userId: string | null): Promise<LeaseRow | undefined> {
  const [row] = await tx.$queryRaw<LeaseRow[]>`
    SELECT l."id", l."itemId", i."studyId", l."observerId", o."qualification", l."state", l."expiresAt",
      EXISTS (SELECT FROM "StudyMember" m WHERE m."studyId" = i."studyId" AND m."userId" = ${userId}::uuid) AS "member"
    FROM "Lease" l JOIN "Item" i ON i."id" = l."itemId" JOIN "Observer" o ON o."id" = l."observerId"
    WHERE l."id" = ${leaseId}::uuid`
  return row
}

/** Ids of what an observer has in hand in a study and task: where a blind answer waits for its second part first, then the oldest. */
export async function leasesInHand(tx: Tx, observerId: string, studyId: string, task: Task): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l."id"
    FROM "Lease" l JOIN "Item" i ON i."id" = l."itemId"
    WHERE l."observerId" = ${observerId}::uuid AND l."state" = 'held' AND i."studyId" = ${studyId}::uuid AND i."task" = ${task}::"Task"
    ORDER BY EXISTS (SELECT FROM "Reading" r WHERE r."itemId" = i."id" AND r."observerId" = l."observerId") DESC, l."claimedAt"`
  return rows.map(({ id }) => id)
}

export type ReaderRow = { observerId: string; qualification: Qualification; member: boolean }

/** Who reads in a study; undefined where the study or the observer is missing. */
export async function findReaderRow(
  tx: Tx,
  studyId: string,
  asker: { userId: string | null; observerId: string | null },
): Promise<ReaderRow | undefined> {
  const [row] = await tx.$queryRaw<ReaderRow[]>`
    SELECT o."id" AS "observerId", o."qualification",
      EXISTS (SELECT FROM "StudyMember" m WHERE m."studyId" = s."id" AND m."userId" = ${asker.userId}::uuid) AS "member"
    FROM "Study" s CROSS JOIN "Observer" o
    WHERE s."id" = ${studyId}::uuid AND o."id" = ${asker.observerId}::uuid`
  return row
}
