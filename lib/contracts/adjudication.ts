/** What an adjudicator is shown and sends. Observers are anonymised: A, B, C … in an order fixed per case. */
import { z } from 'zod'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import type { PatchClass } from '@/lib/domain/lesion'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { gradeAnswer, id, lesionKind } from './scalars'

export const decisionLabel = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('grade'), grade: gradeAnswer }),
  /** For every disputed patch: the kinds it holds; none = normal. */
  z.strictObject({
    task: z.literal('patches'),
    patches: z.array(z.strictObject({ index: z.number().int().min(0), kinds: z.array(lesionKind).max(9) })).max(4096),
  }),
])

/** POST /api/cases/:id/decision — idempotent by `id`. */
export const decisionRequest = z.discriminatedUnion('outcome', [
  z.strictObject({
    id,
    outcome: z.literal('agreed'),
    label: decisionLabel,
    reason: z.string().trim().min(3).max(2000),
  }),
  z.strictObject({ id, outcome: z.literal('unresolved'), reason: z.string().trim().min(3).max(2000) }),
])
export type DecisionLabel = z.infer<typeof decisionLabel>
export type DecisionRequest = z.infer<typeof decisionRequest>

export type CaseSummary = {
  id: string
  number: number
  studyId: string
  studyName: string
  task: 'marks' | 'patches' | 'grade'
  openedAt: string
  reasons: string[]
  decided: null | { outcome: 'agreed' | 'unresolved'; at: string }
}

export type CaseView = CaseSummary & {
  photographId: string
  photograph: FieldOfView & { width: number; height: number }
  grid: { d: number; h: number; ov: number }
  answers: {
    letter: string
    qualification: 'trainedObserver' | 'ophthalmologist'
    answer: ReadingAnswer
    blindGrade?: number | 'ungradable'
  }[]
  /** Patches on which the observers differ, with every observer's kinds (tasks marks and patches). */
  disputed: { index: number; kinds: Record<string, string[]> }[]
  sourceGrade: number | null
  /** `label`: what was signed, of patches the disputed ones; null when unresolved. */
  decision: null | {
    outcome: 'agreed' | 'unresolved'
    label: DecisionLabel | null
    reason: string
    at: string
    by: string
  }
}

/** GET /api/cases — a page of cases, by number; `next` is the `after` of the page that follows, null on the last one. */
export const caseQuery = z.strictObject({
  state: z.enum(['open', 'decided']).default('open'),
  studyId: id.optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type CaseQuery = z.infer<typeof caseQuery>
export type CasePage = { cases: CaseSummary[]; next: number | null }

export type DecisionResult = { decisionId: string; outcome: 'agreed' | 'unresolved' }

/** How far a study has come in agreeing: one entry for each task that has items. */
export type TaskAgreement = {
  task: 'marks' | 'patches' | 'grade'
  items: { open: number; agreed: number; case: number; unresolved: number; leftOut: number }
  /** Final readings. */
  readings: number
  /**
   * Of the newest labels; null for grades. A patch of several kinds counts once, under the most severe class; `otherKinds` holds
   * only kinds that the local network does not know.
   */
  patches: null | { byClass: Record<PatchClass, number>; otherKinds: number; disputed: number }
}
export type AgreementView = TaskAgreement[]
