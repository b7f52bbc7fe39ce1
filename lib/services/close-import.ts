/** No more files: what waits for the worker is still taken in, and then rows without a photograph are named. */
import { auditActor } from '@/lib/auth'
import { appendAudit, inTransaction } from '@/lib/db'
import { lockStudy } from '@/lib/db/protocol-change'
import type { Context } from './_shared/context'
import { mayImport } from './_shared/import/may-import'
import { settleImport } from './_shared/import/settle-import'
import { discardIncoming } from './_shared/stores'

/** Closing again changes nothing. */
export async function closeImport({ actor, now }: Context, importId: string): Promise<void> {
  const { studyId } = await mayImport(actor, importId)
  const isSettled = await inTransaction(async (tx) => {
    await lockStudy(tx, studyId)
    const { count } = await tx.import.updateMany({
      where: { id: importId, state: 'open' },
      data: { state: 'closed', closedAt: now },
    })
    if (count === 0) return false
    const settled = await settleImport(tx, importId)
    const step = { action: 'import.closed', subject: `import:${importId}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload: { studyId } })
    return settled
  })
  if (isSettled) await discardIncoming(importId)
}
