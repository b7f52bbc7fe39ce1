/**
 * Signing up with a one-time link. The link is used by a conditional update in the transaction that makes the person, so that
 * of two who press at the same moment one gets in; if anything fails, it stays unused.
 */
import { hashPassword, hashToken } from '@/lib/auth'
import type { SignUpRequest } from '@/lib/contracts/people'
import { appendAudit, database, inTransaction, type Tx } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { keepObserver } from './_shared/observer-of'
import { openInvitation } from './_shared/open-invitation'

const noInvitation = () =>
  new AppError(
    'invitation.none',
    'This link was used already, taken back, or has run out. Ask an administrator for a new one.',
    404,
  )

/** @throws AppError `invitation.none`, `person.emailTaken` */
export async function acceptInvitation(signUp: SignUpRequest, now: Date): Promise<{ userId: string }> {
  const tokenHash = hashToken(signUp.token)
  const where = { tokenHash, ...openInvitation(now) }
  if ((await database().invitation.count({ where })) === 0) throw noInvitation()
  const passwordHash = await hashPassword(signUp.password)
  return inTransaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({ where, data: { usedAt: now } })
    if (count === 0) throw noInvitation()
    const invitation = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } })
    const { role, qualification } = invitation
    const userId = await createUser(tx, {
      email: signUp.email,
      name: signUp.name,
      passwordHash,
      role,
      qualification,
      createdAt: now,
    })
    await tx.invitation.update({ where: { tokenHash }, data: { usedById: userId } })
    await keepObserver(tx, { userId, name: signUp.name, role, qualification })
    const studies = await tx.study.findMany({ where: { id: { in: invitation.studyIds } }, select: { id: true } })
    await tx.studyMember.createMany({ data: studies.map(({ id }) => ({ studyId: id, userId, joinedAt: now })) })
    await appendAudit(tx, {
      action: 'person.joined',
      subject: `user:${userId}`,
      actor: `user:${userId}`,
      payload: { invitation: invitation.id, role, qualification },
      at: now,
    })
    return { userId }
  })
}

async function createUser(tx: Tx, data: Parameters<Tx['user']['create']>[0]['data']): Promise<string> {
  if ((await tx.user.count({ where: { email: data.email } })) > 0) {
    throw new AppError(
      'person.emailTaken',
      'There is already an account with this e-mail address. Sign in, or use another address.',
      409,
    )
  }
  const { id } = await tx.user.create({ data, select: { id: true } })
  return id
}
