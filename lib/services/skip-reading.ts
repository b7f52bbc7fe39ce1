/** Leaves an item to others, with a reason: this observer is never handed it again. */
import type { LeaseState } from '@/lib/contracts/reading'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Context } from './_shared/context'
import { findOwnLease, lockOwnLease, stateOf } from './_shared/leases'

/** Skipping twice is once; the first reason stays. @throws AppError `lease.submitted` (409) after the answer is in */
export async function skipReading(context: Context, leaseId: string, reason: string): Promise<LeaseState> {
  return inTransaction(async (tx) => {
    await lockOwnLease(tx, context, leaseId)
    await tx.lease.updateMany({
      where: { id: leaseId, state: { in: ['held', 'ended'] } },
      data: { state: 'skipped', reason },
    })
    const lease = await findOwnLease(tx, context, leaseId)
    if (lease.state === 'skipped') return stateOf(lease)
    throw new AppError('lease.submitted', 'Your answer to this item is in; it cannot be skipped any more.', 409)
  })
}
