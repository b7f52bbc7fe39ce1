/** A sign of life: the lease goes on for another while. */
import type { LeaseState } from '@/lib/contracts/reading'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Context } from './_shared/context'
import { keepLease, lockOwnLease, stateOf } from './_shared/leases'

/** @throws AppError `lease.gone` (409) where the item is not this observer's to read any more */
export async function renewLease(context: Context, leaseId: string): Promise<LeaseState> {
  const renewed = await inTransaction(async (tx) => {
    const { lease, item } = await lockOwnLease(tx, context, leaseId)
    const kept = await keepLease(tx, item, lease, context.now)
    return kept && stateOf(kept)
  })
  if (renewed) return renewed
  throw new AppError('lease.gone', 'This item is no longer yours to read. Take the next one from your queue.', 409)
}
