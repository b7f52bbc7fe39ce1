/** The way in for the first person: a one-time sign-up link for an administrator, made at start-up while there is none. */
import { createToken } from '@/lib/auth/one-time-token'
import { appendAudit, database, inTransaction } from '@/lib/db'

const validDays = 7

/** @returns the token of a new link, or undefined when somebody is there who can make links. Links made here before are taken back. */
export async function inviteFirstAdministrator(now: Date): Promise<string | undefined> {
  if ((await database().user.count({ where: { role: 'administrator', disabledAt: null } })) > 0) return undefined
  const { token, tokenHash } = createToken()
  const expiresAt = new Date(now.getTime() + validDays * 24 * 60 * 60 * 1000)
  await inTransaction(async (tx) => {
    await tx.invitation.updateMany({
      where: { role: 'administrator', createdById: null, usedAt: null, revokedAt: null },
      data: { revokedAt: now },
    })
    const { id } = await tx.invitation.create({ data: { tokenHash, role: 'administrator', createdAt: now, expiresAt } })
    const step = { action: 'person.invited', subject: `invitation:${id}`, actor: 'system', at: now }
    await appendAudit(tx, { ...step, payload: { role: 'administrator', qualification: null, studyIds: [] } })
  })
  return token
}
