/** A new study: its name, its first protocol (a preset), and whoever made it as its first member. */
import { auditActor, authorise } from '@/lib/auth'
import type { StudyRequest } from '@/lib/contracts/imports'
import { appendAudit, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import { presetNamed } from '@/lib/domain/protocol-presets'
import type { Context } from './_shared/context'

/** @throws AppError `access.none`, `study.nameTaken`, `protocol.preset` */
export async function createStudy({ actor, now }: Context, { name, preset }: StudyRequest): Promise<{ id: string }> {
  authorise(actor, 'study.create')
  const settings = presetNamed(preset)
  const settingsHash = hashOfValue(settings)
  return inTransaction(async (tx) => {
    const created = await tx.study.createManyAndReturn({
      data: [{ name, createdById: actor.userId, createdAt: now }],
      skipDuplicates: true,
      select: { id: true },
    })
    const study = created[0]
    if (!study)
      throw new AppError('study.nameTaken', `There is already a study called “${name}”. Choose another name.`, 409)
    const { id } = study
    const createdById = actor.userId
    await tx.protocolVersion.create({
      data: { studyId: id, version: 1, settings, settingsHash, createdById, createdAt: now },
    })
    if (actor.userId) await tx.studyMember.create({ data: { studyId: id, userId: actor.userId, joinedAt: now } })
    const payload = { name, preset, settingsHash }
    await appendAudit(tx, {
      action: 'study.created',
      subject: `study:${id}`,
      actor: auditActor(actor),
      payload,
      at: now,
    })
    return { id }
  })
}
