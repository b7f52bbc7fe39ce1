/**
 * Hands an observer the next item of a study and task. What is in hand already comes first: a reload or a second tab gets the same
 * assignment, and where a blind answer is in, what was revealed comes before anything new.
 */
import { authorise, noAccess, studyMembership } from '@/lib/auth'
import type { Assignment, ClaimRequest } from '@/lib/contracts/reading'
import { inTransaction, type Tx } from '@/lib/db'
import { claimNextItem, lockQueue } from '@/lib/db/claims'
import { assignmentOf } from './_shared/assignment'
import type { Context } from './_shared/context'
import { findOwnLease, keepLease, lockOwnLease, type OwnLease } from './_shared/leases'

/** @returns null where nothing is left for this observer */
export async function claimReading(context: Context, { studyId, task }: ClaimRequest): Promise<Assignment | null> {
  return inTransaction(async (tx) => {
    authorise(context.actor, 'reading.claim', await studyMembership(tx, context.actor, studyId))
    const observer = await tx.observer.findUnique({ where: { id: context.actor.observerId ?? '' } })
    if (!observer) throw noAccess()
    await lockQueue(tx, observer.id, studyId, task)
    const inHand = await takeInHand(tx, context, observer.id, { studyId, task })
    if (inHand) return assignmentOf(tx, inHand)
    const { id: observerId, qualification } = observer
    const leaseId = crypto.randomUUID()
    const claimed = await claimNextItem(tx, { leaseId, observerId, qualification, studyId, task, now: context.now })
    return claimed && assignmentOf(tx, await findOwnLease(tx, context, claimed.leaseId))
  })
}

/** The observer's held lease here, for another while; leases whose seat is gone end on the way. */
async function takeInHand(
  tx: Tx,
  context: Context,
  observerId: string,
  { studyId, task }: ClaimRequest,
): Promise<OwnLease | null> {
  const held = await tx.lease.findMany({
    where: { observerId, state: 'held', item: { studyId, task } },
    select: { id: true, item: { select: { readings: { where: { observerId }, select: { id: true } } } } },
    orderBy: { claimedAt: 'asc' },
  })
  const pendingFirst = held.sort((a, b) => b.item.readings.length - a.item.readings.length)
  for (const { id } of pendingFirst) {
    const { lease, item } = await lockOwnLease(tx, context, id)
    if (await keepLease(tx, item, lease, context.now)) return findOwnLease(tx, context, id)
  }
  return null
}
