/**
 * New settings for a study, as a new version; none is ever changed. What anybody has begun to read stays pinned to its version.
 * What nobody has touched moves: its items are opened anew under the new version, and the old ones are left out, never deleted.
 */
import { auditActor, authorise, studyMembership } from '@/lib/auth'
import { appendAudit, inTransaction } from '@/lib/db'
import { leaveOutUntouched, lockStudy, photographsWithoutItems } from '@/lib/db/protocol-change'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import type { Protocol } from '@/lib/domain/protocol'
import { tasks } from '@/lib/domain/reading'
import { validateProtocol } from '@/lib/domain/validate-protocol'
import type { Context } from './_shared/context'
import { openItems } from './_shared/open-items'
import { currentProtocol } from './_shared/protocols'

export type ProtocolChange = { version: number; isNew: boolean; opened: number; leftOut: number }

/**
 * The settings that hold already make no new version.
 * @throws AppError `protocol.unsound` (422): `details.sentences` say what is wrong
 */
export async function changeProtocol(
  { actor, now: at }: Context,
  studyId: string,
  settings: Protocol,
): Promise<ProtocolChange> {
  return inTransaction(async (tx) => {
    authorise(actor, 'study.configure', await studyMembership(tx, actor, studyId))
    const sentences = validateProtocol(settings)
    if (sentences.length > 0) throw new AppError('protocol.unsound', sentences.join(' '), 422, { sentences })
    await lockStudy(tx, studyId)
    const before = await currentProtocol(tx, studyId)
    const settingsHash = hashOfValue(settings)
    if (before.settingsHash === settingsHash) return { version: before.version, isNew: false, opened: 0, leftOut: 0 }
    const version = before.version + 1
    const created = await tx.protocolVersion.create({
      data: { studyId, version, settings, settingsHash, createdById: actor.userId, createdAt: at },
      select: { id: true },
    })
    const leftOut = await leaveOutUntouched(tx, studyId)
    let opened = 0
    for (const task of tasks) {
      const photographIds = await photographsWithoutItems(tx, studyId, task)
      opened += await openItems(tx, photographIds, { id: created.id, studyId, settings }, [task])
    }
    await appendAudit(tx, {
      action: 'protocol.changed',
      subject: `study:${studyId}`,
      actor: auditActor(actor),
      payload: {
        version,
        settingsHash,
        opened,
        leftOut: {
          items: leftOut,
          reason: 'Nobody had begun to read them; they were opened anew under the new version.',
        },
      },
      at,
    })
    return { version, isNew: true, opened, leftOut }
  })
}
