/** Begins an import: files come one by one, and closing it says that no more will. */

import { auditActor, authorise, studyMembership } from '@/lib/auth'
import type { ImportRequest } from '@/lib/contracts/imports'
import { appendAudit, database, inTransaction } from '@/lib/db'
import type { Context } from './_shared/context'

export async function openImport({ actor, now }: Context, { studyId }: ImportRequest): Promise<{ id: string }> {
  authorise(actor, 'study.import', await studyMembership(database(), actor, studyId))
  return inTransaction(async (tx) => {
    const { id } = await tx.import.create({
      data: { studyId, createdById: actor.userId, origin: 'page', createdAt: now },
      select: { id: true },
    })
    const step = { action: 'import.opened', subject: `import:${id}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload: { studyId } })
    return { id }
  })
}
