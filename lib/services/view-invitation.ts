/** What a sign-up page shows before anybody signs up. Looking at a link does not use it up. */
import { hashToken } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import { openInvitation } from './_shared/open-invitation'

/** null: never made, used, taken back or run out; not told apart. */
export async function viewInvitation(
  token: string,
  now: Date,
): Promise<{ name: string; email: string; role: Role } | null> {
  return database().invitation.findFirst({
    where: { tokenHash: hashToken(token), ...openInvitation(now) },
    select: { name: true, email: true, role: true },
  })
}
