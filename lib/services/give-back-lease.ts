/** Gives an item back unread: its seat is free at once. The observer may be handed it again, when the others have been read. */
import type { LeaseState } from '@/lib/contracts/reading'
import { inTransaction } from '@/lib/db'
import type { Context } from './_shared/context'
import { findOwnLease, lockOwnLease, stateOf } from './_shared/leases'

/** What is no longer held stays as it is: giving back twice is once. */
export async function giveBackLease(context: Context, leaseId: string): Promise<LeaseState> {
  return inTransaction(async (tx) => {
    await lockOwnLease(tx, context, leaseId)
    await tx.lease.updateMany({
      where: { id: leaseId, state: 'held' },
      data: { state: 'ended', reason: 'Given back.' },
    })
    return stateOf(await findOwnLease(tx, context, leaseId))
  })
}
