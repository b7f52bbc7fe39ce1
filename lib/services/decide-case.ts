/**
 * An adjudicator ends a case: with a label, or *unresolved*, which is a valid end; never by averaging. Signed with who and why.
 * Nobody decides about an item that they read themselves (lib/auth/access.ts); the role is the adjudicator's, whatever the qualification.
 */
import { auditActor, authorise, noAccess } from '@/lib/auth'
import type { DecisionRequest, DecisionResult } from '@/lib/contracts/adjudication'
import type { AgreedLabelValue } from '@/lib/contracts/agreed-label'
import { appendAudit, inTransaction, Prisma, type Tx } from '@/lib/db'
import { settlePatches } from '@/lib/domain/consensus'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import { factsOf, findCase, labelInDispute } from './_shared/cases'
import type { Context } from './_shared/context'
import { type LoadedItem, loadLockedItem } from './_shared/items'
import { appendLabel } from './_shared/labels'

/** The same decision again is answered as the first time. @throws AppError `case.decided` (409) where somebody was first */
export async function decideCase(context: Context, caseId: string, request: DecisionRequest): Promise<DecisionResult> {
  const { actor, now: at } = context
  return inTransaction(async (tx) => {
    const { itemId } = await findCase(tx, caseId)
    const item = await loadLockedItem(tx, itemId)
    const found = await findCase(tx, caseId)
    authorise(actor, 'case.decide', await factsOf(tx, context, found))
    if (actor.userId === null) throw noAccess()
    const label = request.outcome === 'agreed' ? await labelOf(tx, item, request.label) : null
    const { id, outcome, reason } = request
    const result: DecisionResult = { decisionId: id, outcome }
    if (found.decision) {
      const isSame =
        found.decision.id === id && hashOfDecision(found.decision) === hashOfDecision({ outcome, reason, label })
      if (isSame) return result
      throw new AppError('case.decided', `Case ${found.number} was decided already; that decision stands.`, 409)
    }
    const { count } = await tx.caseDecision.createMany({
      data: [{ id, caseId, userId: actor.userId, outcome, reason, label: label ?? Prisma.DbNull, createdAt: at }],
      skipDuplicates: true,
    })
    if (count === 0)
      throw new AppError('case.idTaken', 'This id was used for another decision; send yours under a new one.', 409)
    await tx.item.updateMany({ where: { id: itemId, state: 'case' }, data: { state: outcome } })
    const written =
      label && (await appendLabel(tx, { itemId, origin: 'adjudication', label, trace: { caseId, decisionId: id }, at }))
    const signed = { subject: `item:${itemId}`, actor: auditActor(actor), at }
    await appendAudit(tx, { ...signed, action: 'case.decided', payload: { caseId, decisionId: id, outcome, reason } })
    if (written) {
      const payload = { labelId: written.id, version: written.version, labelHash: hashOfValue(label), caseId }
      await appendAudit(tx, { ...signed, action: 'label.agreed', payload })
    }
    return result
  })
}

const hashOfDecision = ({ outcome, reason, label }: { outcome: string; reason: string; label: unknown }) =>
  hashOfValue({ outcome, reason, label })

type DecidedLabel = Extract<DecisionRequest, { outcome: 'agreed' }>['label']

/** The whole label of the item: what the rule had agreed stays, what was disputed is as decided. */
async function labelOf(tx: Tx, item: LoadedItem, decided: DecidedLabel): Promise<AgreedLabelValue> {
  if ((decided.task === 'grade') !== (item.task === 'grade')) {
    throw new AppError('case.misfit', `The case is about ${item.task}, the decision about ${decided.task}.`, 422)
  }
  if (decided.task === 'grade') return { grade: decided.grade }
  const inDispute = await labelInDispute(tx, item)
  const named = decided.patches.map(({ index }) => index).sort((a, b) => a - b)
  const isComplete =
    named.length === inDispute.disputed.length && inDispute.disputed.every((index, i) => index === named[i])
  if (isComplete) return settlePatches(inDispute, decided.patches)
  const sentence = `The decision must name each of the ${inDispute.disputed.length} disputed patches once; it names ${named.length}.`
  throw new AppError('case.misfit', sentence, 422)
}
