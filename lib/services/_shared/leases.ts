/**
 * Leases of one observer: who may use one, and how long it goes on. A lease that ran out has not lost its item yet: as long as
 * its seat is free it can be taken up again, so that nobody is punished for a long lunch and no item waits for ever.
 */
import { authorise, noAccess, studyMembership } from '@/lib/auth'
import type { LeaseState } from '@/lib/contracts/reading'
import type { Tx } from '@/lib/db'
import { seatsTaken } from '@/lib/db/claims'
import type { Qualification } from '@/lib/domain/reading'
import { freeSeat, type Seat } from '@/lib/domain/seats'
import type { Context } from './context'
import { type LoadedItem, loadItem, loadLockedItem, wantedSeats } from './items'

export type OwnLease = Awaited<ReturnType<typeof findOwnLease>>

/** @throws 404 where there is no such lease, or it is somebody else's */
export async function findOwnLease(tx: Tx, { actor }: Context, leaseId: string) {
  const lease = await tx.lease.findUnique({
    where: { id: leaseId },
    include: { item: { select: { studyId: true } }, observer: true },
  })
  const study = lease && (await studyMembership(tx, actor, lease.item.studyId))
  authorise(actor, 'lease.use', lease && study ? { ...study, observerId: lease.observerId } : null)
  if (!lease) throw noAccess()
  return lease
}

/** An own lease with its item locked; the lease as it is under the lock. */
export async function lockOwnLease(
  tx: Tx,
  context: Context,
  leaseId: string,
): Promise<{ lease: OwnLease; item: LoadedItem }> {
  const { itemId } = await findOwnLease(tx, context, leaseId)
  const item = await loadLockedItem(tx, itemId)
  return { lease: await findOwnLease(tx, context, leaseId), item }
}

/** The seat on which a reading of this lease would count now; null: all that this observer could take are taken by others. */
export async function seatOfLease(
  tx: Tx,
  item: LoadedItem,
  lease: { observerId: string; observer: { qualification: Qualification } },
  now: Date,
): Promise<Seat | null> {
  if (item.state !== 'open') return null
  const wanted = wantedSeats(item)
  const taken = await seatsTaken(tx, item.id, lease.observerId, now)
  return freeSeat(wanted, taken, lease.observer.qualification)
}

/**
 * Keeps a held lease for another `leaseSeconds`. False where its seat is gone (the lease has ended then) or it is not held.
 * The caller has the item locked.
 */
export async function keepLease(tx: Tx, item: LoadedItem, lease: OwnLease, now: Date): Promise<boolean> {
  if (lease.state !== 'held') return false
  const seat = await seatOfLease(tx, item, lease, now)
  const data = seat
    ? { seat, expiresAt: expiryOf(item, now) }
    : { state: 'ended' as const, reason: 'The seat was taken, or the item was finished, after the lease had run out.' }
  await tx.lease.update({ where: { id: lease.id }, data })
  return seat !== null
}

export const expiryOf = (item: Pick<LoadedItem, 'settings'>, now: Date) =>
  new Date(now.getTime() + item.settings.leaseSeconds * 1000)

/** What its observer is told about a lease. */
export const stateOf = ({ state, expiresAt }: Pick<OwnLease, 'state' | 'expiresAt'>): LeaseState => ({
  state,
  expiresAt: state === 'held' ? expiresAt.toISOString() : null,
})

export const itemOfLease = (tx: Tx, lease: Pick<OwnLease, 'itemId'>) => loadItem(tx, lease.itemId)
