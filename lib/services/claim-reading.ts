/**
 * Hands an observer the next item of a study and task. What is in hand already comes first: a reload or a second tab gets the same
 * assignment, and where a blind answer is in, what was revealed comes before anything new.
 */
import { authorise, noAccess } from '@/lib/auth'
import type { Assignment, ClaimRequest } from '@/lib/contracts/reading'
import { inTransaction, type Tx } from '@/lib/db'
import { lockSight } from '@/lib/db/case-blinding'
import { claimNextItem, lockQueue } from '@/lib/db/claims'
import { findReaderRow, leasesInHand } from '@/lib/db/leases'
import { assignmentOf } from './_shared/assignment'
import type { Context } from './_shared/context'
import { type LoadedItem, loadItem } from './_shared/items'
import { expiryOf, keepLease, lockOwnLease, type OwnLease } from './_shared/leases'

/** @returns null where nothing is left for this observer */
export async function claimReading(context: Context, { studyId, task }: ClaimRequest): Promise<Assignment | null> {
  const { actor, now } = context
  return inTransaction(async (tx) => {
    const reader = await findReaderRow(tx, studyId, actor)
    authorise(actor, 'reading.claim', reader ?? null)
    if (!reader) throw noAccess()
    const { observerId, qualification } = reader
    await lockQueue(tx, observerId, studyId, task)
    const inHand = await takeInHand(tx, context, await leasesInHand(tx, observerId, studyId, task))
    if (inHand) return assignmentOf(tx, inHand.item, inHand.lease)
    await lockSight(tx, observerId)
    const leaseId = crypto.randomUUID()
    const claimed = await claimNextItem(tx, { leaseId, observerId, qualification, studyId, task, now })
    if (!claimed) return null
    const item = await loadItem(tx, claimed.itemId)
    return assignmentOf(tx, item, { id: claimed.leaseId, observerId, qualification, expiresAt: expiryOf(item, now) })
  })
}

/** The first lease that still has its seat, for another while; those before it end. */
async function takeInHand(
  tx: Tx,
  context: Context,
  leaseIds: readonly string[],
): Promise<{ lease: OwnLease; item: LoadedItem } | null> {
  for (const leaseId of leaseIds) {
    const { lease, item } = await lockOwnLease(tx, context, leaseId)
    const kept = await keepLease(tx, item, lease, context.now)
    if (kept) return { lease: kept, item }
  }
  return null
}
