/** Claiming, keeping and submitting a reading. */
import { z } from 'zod'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { patchesMax } from '@/lib/domain/patch-grid'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { mark } from './mark'
import { gradeAnswer, id, lesionKind, longText, task } from './scalars'

export const readingAnswer = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('marks'), marks: z.array(mark).max(20_000) }),
  z.strictObject({
    task: z.literal('patches'),
    patches: z
      .array(z.strictObject({ index: z.number().int().min(0).max(1_000_000), kinds: z.array(lesionKind).max(9) }))
      .max(patchesMax),
  }),
  z.strictObject({ task: z.literal('grade'), grade: gradeAnswer, note: longText.optional() }),
]) satisfies z.ZodType<ReadingAnswer>

/** POST /api/readings/claim */
export const claimRequest = z.strictObject({ studyId: id, task })
export type ClaimRequest = z.infer<typeof claimRequest>

/** POST /api/readings — `id` is made by the client and makes a repeated submit harmless. */
export const submitRequest = z.strictObject({
  id,
  leaseId: id,
  stage: z.enum(['blind', 'revealed']),
  answer: readingAnswer,
  secondsSpent: z.number().int().min(0).max(86_400),
  startedAt: z.iso.datetime(),
})
export type SubmitRequest = z.infer<typeof submitRequest>

/** POST /api/leases/:id — a sign of life, giving back, or skipping with a reason. */
export const leaseRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('renew') }),
  z.strictObject({ action: z.literal('giveBack') }),
  z.strictObject({ action: z.literal('skip'), reason: z.string().trim().min(3).max(400) }),
])
export type LeaseRequest = z.infer<typeof leaseRequest>

/**
 * What a grader is given to read: nothing that says what anybody, any model or any source said, and no name of a file
 * or a patient. Images are addressed through the lease.
 */
export type Assignment = {
  leaseId: string
  expiresAt: string
  studyId: string
  studyName: string
  task: 'marks' | 'patches' | 'grade'
  /** `revealed`: the blind answer is in; what is left is to keep or change it. */
  stage: 'blind' | 'revealed'
  photograph: FieldOfView & { width: number; height: number }
  grid: { d: number; h: number; ov: number }
  /** Patches to answer, row · s + column (task patches). */
  patchIndices: number[]
  /** Only in stage `revealed`. */
  reveal?: { sourceGrade: number; blindGrade: number | 'ungradable' }
  /** Finished and asked for, of this person in this study and task. */
  progress: { done: number; left: number }
}

/** The answer to a submit. The same id and payload answer the same again. */
export type SubmitResult = {
  readingId: string
  /** Where a source grade is revealed after the blind answer. */
  next: 'done' | 'reveal'
  reveal?: { sourceGrade: number; blindGrade: number | 'ungradable' }
}

/** The answer to POST /api/leases/:id. `expiresAt` only while the lease is held. */
export type LeaseState = { state: 'held' | 'submitted' | 'skipped' | 'ended'; expiresAt: string | null }

/** What an observer can read now, in the studies that they belong to. */
export type QueueEntry = {
  studyId: string
  studyName: string
  task: 'marks' | 'patches' | 'grade'
  /** Finished by this person. */
  done: number
  /** Still asked of this person. */
  left: number
  /** An assignment is in hand and comes first. */
  isInHand: boolean
}
