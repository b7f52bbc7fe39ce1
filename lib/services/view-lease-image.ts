/**
 * The photograph of an assignment, by lease: the only way in which somebody who reads gets to see it. Addressed by lease and
 * variant alone, so that the address names neither the photograph nor its file.
 */
import { noAccess } from '@/lib/auth'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { findOwnLease } from './_shared/leases'
import { type ImageVariant, imageResponse } from './_shared/photograph-image'

/** @throws AppError `access.none` (404): somebody else's lease, or one that was given back or skipped */
export async function leaseImage(
  context: Context,
  { leaseId, variant, request }: { leaseId: string; variant: ImageVariant; request?: Request },
): Promise<Response> {
  const lease = await findOwnLease(database(), context, leaseId)
  // After submitting, pictures that are still on their way may arrive.
  if (lease.state !== 'held' && lease.state !== 'submitted') throw noAccess()
  const { photograph } = await database().item.findUniqueOrThrow({
    where: { id: lease.itemId },
    select: { photograph: true },
  })
  return imageResponse(photograph, variant, request)
}
