/** Makes a one-time sign-up link. The token is in the answer and nowhere else: only its hash is stored. */
import { auditActor, authorise, createToken } from '@/lib/auth'
import type { InviteRequest } from '@/lib/contracts/people'
import { appendAudit, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Context } from './_shared/context'

const validDays = 7

export type Invited = { invitationId: string; token: string; expiresAt: Date }

/** @throws AppError `access.none`, `invitation.study` */
export async function invitePerson({ actor, now }: Context, invited: InviteRequest): Promise<Invited> {
  authorise(actor, 'people.manage')
  const { token, tokenHash } = createToken()
  const expiresAt = new Date(now.getTime() + validDays * 24 * 60 * 60 * 1000)
  const { name, email, role, qualification } = invited
  const studyIds = [...new Set(invited.studyIds)]
  return inTransaction(async (tx) => {
    if ((await tx.study.count({ where: { id: { in: studyIds } } })) < studyIds.length) {
      throw new AppError(
        'invitation.study',
        'One of the studies does not exist any more. Reload the page and choose again.',
        409,
      )
    }
    const data = {
      tokenHash,
      name,
      email,
      role,
      qualification,
      studyIds,
      createdById: actor.userId,
      createdAt: now,
      expiresAt,
    }
    const { id } = await tx.invitation.create({ data, select: { id: true } })
    await appendAudit(tx, {
      action: 'person.invited',
      subject: `invitation:${id}`,
      actor: auditActor(actor),
      payload: { role, qualification, studyIds },
      at: now,
    })
    return { invitationId: id, token, expiresAt }
  })
}
