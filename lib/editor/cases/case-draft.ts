/**
 * A decision that is being made: what was chosen, why, and the id under which it will be signed. Kept in the browser like a
 * reading's draft; what comes out of storage is parsed, never trusted.
 */
import { z } from 'zod'
import type { DecisionRequest } from '@/lib/contracts/adjudication'
import { gradeAnswer, id, lesionKind } from '@/lib/contracts/scalars'
import type { GradeAnswer } from '@/lib/domain/lesion'
import { knownAnswers, type PatchSession } from '../patches/patch-session'

const caseDraft = z.strictObject({
  version: z.literal(1),
  caseId: id,
  userId: id,
  decisionId: id,
  known: z.array(z.strictObject({ index: z.number().int().min(0), kinds: z.array(lesionKind) })).max(4096),
  grade: gradeAnswer.nullable(),
  reason: z.string().max(2000),
  isUnresolved: z.boolean(),
})
export type CaseDraft = z.infer<typeof caseDraft>

export const caseDraftKey = (caseId: string): string => `case/${caseId}`

export function parseCaseDraft(value: unknown): CaseDraft | undefined {
  const parsed = caseDraft.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

export type Verdict = { task: 'grade'; grade: GradeAnswer | null } | { task: 'patches'; session: PatchSession }
export type Decision = { decisionId: string; verdict: Verdict; reason: string; isUnresolved: boolean }

const reasonLengthMin = 3

/** What is still missing, as a sentence; null: it can be signed. */
export function missing({ verdict, reason, isUnresolved }: Decision): string | null {
  if (!isUnresolved && verdict.task === 'grade' && verdict.grade === null) return 'Choose the grade.'
  if (!isUnresolved && verdict.task === 'patches') {
    const open = verdict.session.answers.filter((answer) => answer === undefined).length
    if (open > 0) return open === 1 ? 'Decide one more patch.' : `Decide ${open} more patches.`
  }
  return reason.trim().length < reasonLengthMin ? 'Write the reason.' : null
}

/** `undefined` while something is missing. An unresolved case carries no label, whatever had been chosen. */
export function toDecision(decision: Decision): DecisionRequest | undefined {
  if (missing(decision) !== null) return undefined
  const { decisionId, verdict } = decision
  const reason = decision.reason.trim()
  if (decision.isUnresolved) return { id: decisionId, outcome: 'unresolved', reason }
  if (verdict.task === 'patches') {
    const label = { task: 'patches' as const, patches: knownAnswers(verdict.session) }
    return { id: decisionId, outcome: 'agreed', label, reason }
  }
  if (verdict.grade === null) return undefined
  return { id: decisionId, outcome: 'agreed', label: { task: 'grade', grade: verdict.grade }, reason }
}
