/** The assignment behind a lease, for the reading page. Looking changes nothing; the page renews the lease by itself. */
import type { Assignment } from '@/lib/contracts/reading'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { assignmentOf } from './_shared/assignment'
import type { Context } from './_shared/context'
import { loadItem } from './_shared/items'
import { findOwnLease } from './_shared/leases'

/** @throws AppError `lease.gone` (409) where it is not held any more: submitted, skipped or given back */
export async function viewAssignment(context: Context, leaseId: string): Promise<Assignment> {
  return inTransaction(async (tx) => {
    const lease = await findOwnLease(tx, context, leaseId)
    if (lease.state === 'held') return assignmentOf(tx, await loadItem(tx, lease.itemId), lease)
    throw new AppError('lease.gone', 'This item is no longer in your hands. Take the next one from your queue.', 409)
  })
}
