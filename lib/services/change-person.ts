/**
 * An administrator changes somebody's role or qualification, disables or enables them. It counts from that person's next
 * request. The last administrator who can sign in cannot be taken away, by themselves or by another.
 */
import { auditActor, authorise, endSessionsOf, noAccess } from '@/lib/auth'
import type { PersonRequest } from '@/lib/contracts/people'
import { appendAudit, inTransaction, type Tx } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Context } from './_shared/context'
import { keepObserver } from './_shared/observer-of'

/** @throws AppError `access.none`, `person.lastAdministrator` */
export async function changePerson({ actor, now }: Context, userId: string, change: PersonRequest): Promise<void> {
  authorise(actor, 'people.manage')
  await inTransaction(async (tx) => {
    await lockAdministrators(tx)
    const person = await tx.user.findUnique({ where: { id: userId } })
    if (!person) throw noAccess()
    const { role = person.role, qualification = person.qualification } = change
    const disabledAt = (change.disabled ?? person.disabledAt !== null) ? (person.disabledAt ?? now) : null
    await tx.user.update({ where: { id: userId }, data: { role, qualification, disabledAt } })
    const wasAdministrator = person.role === 'administrator' && !person.disabledAt
    if (wasAdministrator && (await tx.user.count({ where: { role: 'administrator', disabledAt: null } })) === 0) {
      throw new AppError(
        'person.lastAdministrator',
        'This is the last administrator. Make somebody else an administrator first.',
        409,
      )
    }
    if (disabledAt) await endSessionsOf(tx, userId, now)
    await keepObserver(tx, { userId, name: person.name, role, qualification })
    const payload = { role, qualification, disabled: disabledAt !== null }
    await appendAudit(tx, {
      action: 'person.changed',
      subject: `user:${userId}`,
      actor: auditActor(actor),
      payload,
      at: now,
    })
  })
}

/** Two administrators who demote each other at the same moment wait for each other here. */
async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.$queryRaw`select "id" from "User" where "role" = 'administrator' order by "id" for update`
}
