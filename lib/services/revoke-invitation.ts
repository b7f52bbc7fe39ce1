/** Takes a sign-up link back before it is used. */
import { auditActor, authorise, noAccess } from '@/lib/auth'
import { appendAudit, inTransaction } from '@/lib/db'
import type { Context } from './_shared/context'
import { openInvitation } from './_shared/open-invitation'

/** @throws AppError `access.none` where there is no open invitation of that id */
export async function revokeInvitation({ actor, now }: Context, invitationId: string): Promise<void> {
  authorise(actor, 'people.manage')
  await inTransaction(async (tx) => {
    const where = { id: invitationId, ...openInvitation(now) }
    const { count } = await tx.invitation.updateMany({ where, data: { revokedAt: now } })
    if (count === 0) throw noAccess()
    const subject = `invitation:${invitationId}`
    await appendAudit(tx, { action: 'person.uninvited', subject, actor: auditActor(actor), payload: {}, at: now })
  })
}
