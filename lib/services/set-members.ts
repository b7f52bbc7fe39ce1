/** Adds people to a study and takes others out. Who is in already stays; what they read stays in any case. */
import { auditActor, authorise, studyMembership } from '@/lib/auth'
import type { MembersRequest } from '@/lib/contracts/people'
import { appendAudit, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Context } from './_shared/context'

/** @throws AppError `access.none`, `member.missing`, `member.both` */
export async function setMembers(
  { actor, now }: Context,
  studyId: string,
  { add, remove }: MembersRequest,
): Promise<void> {
  if (add.some((userId) => remove.includes(userId))) {
    throw new AppError('member.both', 'The same person is to be added and taken out. Choose one of the two.', 400)
  }
  await inTransaction(async (tx) => {
    authorise(actor, 'study.members', await studyMembership(tx, actor, studyId))
    const found = await tx.user.count({ where: { id: { in: add }, disabledAt: null } })
    if (found < new Set(add).size) {
      throw new AppError(
        'member.missing',
        'One of these people does not exist or is disabled. Reload the page and choose again.',
        409,
      )
    }
    const data = add.map((userId) => ({ studyId, userId, joinedAt: now }))
    const added = await tx.studyMember.createMany({ data, skipDuplicates: true })
    const removed = await tx.studyMember.deleteMany({ where: { studyId, userId: { in: remove } } })
    if (added.count + removed.count === 0) return
    const subject = `study:${studyId}`
    await appendAudit(tx, {
      action: 'study.members',
      subject,
      actor: auditActor(actor),
      payload: { add, remove },
      at: now,
    })
  })
}
