/**
 * Leases of one observer: who may use one, and how long it goes on. A lease that ran out has not lost its item yet: as long as
 * its seat is free it can be taken up again, so that nobody is punished for a long lunch and no item waits for ever.
 */
import { authorise, noAccess } from '@/lib/auth'
import type { LeaseState } from '@/lib/contracts/reading'
import type { Tx } from '@/lib/db'
import { seatsTaken } from '@/lib/db/claims'
import { findLeaseRow, type LeaseRow } from '@/lib/db/leases'
import { freeSeat, type Seat } from '@/lib/domain/seats'
import type { Context } from './context'
import { type LoadedItem, loadLockedItemOfLease, wantedSeats } from './items'

export type OwnLease = LeaseRow

/** @throws 404 where there is no such lease, or it is somebody else's */
export async function findOwnLease(tx: Tx, { actor }: Context, leaseId: string): Promise<OwnLease> {
  const lease = await findLeaseRow(tx, leaseId, actor.userId)
  authorise(actor, 'lease.use', lease ?? null)
  if (!lease) throw noAccess()
  return lease
}

/** An own lease and its item, both as nobody else can change them until the transaction ends. */
export async function lockOwnLease(
  tx: Tx,
  context: Context,
  leaseId: string,
): Promise<{ lease: OwnLease; item: LoadedItem }> {
  const item = await loadLockedItemOfLease(tx, leaseId)
  if (!item) throw noAccess()
  return { lease: await findOwnLease(tx, context, leaseId), item }
}

/** The seat on which a reading of this lease would count now; null: all that this observer could take are taken by others. */
export async function seatOfLease(
  tx: Tx,
  item: LoadedItem,
  lease: Pick<OwnLease, 'observerId' | 'qualification'>,
  now: Date,
): Promise<Seat | null> {
  if (item.state !== 'open') return null
  const wanted = wantedSeats(item)
  const taken = await seatsTaken(tx, item.id, lease.observerId, now)
  return freeSeat(wanted, taken, lease.qualification)
}

/**
 * Keeps a held lease for another `leaseSeconds`. null where its seat is gone (the lease has ended then) or it is not held.
 * The caller has the item locked.
 */
export async function keepLease(tx: Tx, item: LoadedItem, lease: OwnLease, now: Date): Promise<OwnLease | null> {
  if (lease.state !== 'held') return null
  const seat = await seatOfLease(tx, item, lease, now)
  if (!seat) {
    const reason = 'The seat was taken, or the item was finished, after the lease had run out.'
    await tx.lease.update({ where: { id: lease.id }, data: { state: 'ended', reason } })
    return null
  }
  const expiresAt = expiryOf(item, now)
  await tx.lease.update({ where: { id: lease.id }, data: { seat, expiresAt } })
  return { ...lease, expiresAt }
}

export const expiryOf = (item: Pick<LoadedItem, 'settings'>, now: Date) =>
  new Date(now.getTime() + item.settings.leaseSeconds * 1000)

/** What its observer is told about a lease. */
export const stateOf = ({ state, expiresAt }: Pick<OwnLease, 'state' | 'expiresAt'>): LeaseState => ({
  state,
  expiresAt: state === 'held' ? expiresAt.toISOString() : null,
})
