/** Adjudication cases: found by id with what access needs to know, and their observers' letters. */

import { z } from 'zod'
import { noAccess, studyMembership } from '@/lib/auth'
import type { CaseSummary } from '@/lib/contracts/adjudication'
import { type PatchesLabel, patchesLabel } from '@/lib/contracts/agreed-label'
import type { Tx } from '@/lib/db'
import { holdsItemOf } from '@/lib/db/case-blinding'
import { sha256Hex } from '@/lib/domain/hash'
import type { Context } from './context'
import { type LoadedItem, patchesOf } from './items'

const include = { decision: true, item: { include: { study: { select: { name: true } } } } } as const

export type FoundCase = Awaited<ReturnType<typeof findCase>>

/** @throws 404 where there is no such case */
export async function findCase(tx: Tx, caseId: string) {
  const found = await tx.adjudicationCase.findUnique({ where: { id: caseId }, include })
  if (!found) throw noAccess()
  return found
}

/** For `case.read` and `case.decide`. */
export async function factsOf(
  tx: Tx,
  { actor }: Context,
  { item }: FoundCase,
): Promise<{ member: boolean; hasRead: boolean; isReading: boolean } | null> {
  const study = await studyMembership(tx, actor, item.studyId)
  const own =
    actor.observerId === null ? 0 : await tx.reading.count({ where: { itemId: item.id, observerId: actor.observerId } })
  const isReading = await holdsItemOf(tx, actor.observerId, item.photographId)
  return study && { member: study.member, hasRead: own > 0, isReading }
}

export const caseInclude = include

export const summaryOf = ({ id, number, item, openedAt, reasons, decision }: FoundCase): CaseSummary => ({
  id,
  number,
  studyId: item.studyId,
  studyName: item.study.name,
  task: item.task,
  openedAt: openedAt.toISOString(),
  reasons: z.array(z.string()).parse(reasons),
  decided: decision && { outcome: decision.outcome, at: decision.createdAt.toISOString() },
})

/**
 * Who is A, B, C … in a case: an order that is fixed for the case and says nothing about who, when or in which other case.
 * @returns observer id → letter, in the order of the letters
 */
export function lettersOf(caseId: string, observerIds: readonly string[]): Map<string, string> {
  const shuffled = [...observerIds].sort((a, b) => (placeOf(caseId, a) < placeOf(caseId, b) ? -1 : 1))
  return new Map(shuffled.map((observerId, i) => [observerId, letter(i)]))
}

const placeOf = (caseId: string, observerId: string) => sha256Hex(`${caseId} ${observerId}`)

/** A … Z, AA, AB … */
const letter = (i: number): string =>
  (i < 26 ? '' : letter(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26))

/**
 * What is in dispute in a case about patches: the label as the rule left it, its disputed patches waiting for a decision. Where the
 * rule found nothing at all agreed, there is no label yet and every patch that was read is disputed.
 */
export async function labelInDispute(tx: Tx, item: LoadedItem): Promise<PatchesLabel> {
  const byRule = await tx.agreedLabel.findFirst({
    where: { itemId: item.id, origin: 'rule' },
    orderBy: { version: 'desc' },
    select: { label: true },
  })
  return byRule ? patchesLabel.parse(byRule.label) : { patches: [], normal: [], disputed: patchesOf(item) }
}
