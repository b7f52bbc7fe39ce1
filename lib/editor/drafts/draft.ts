/**
 * A draft: an unfinished answer under one lease and stage, kept in the browser so that a reload loses nothing. It carries the id under which
 * the answer will be submitted: however often it is sent, it is one reading. What comes out of storage is parsed, never trusted.
 */
import { z } from 'zod'
import { mark } from '@/lib/contracts/mark'
import { gradeAnswer, id, lesionKind, longText } from '@/lib/contracts/scalars'

const content = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('marks'), marks: z.array(mark).max(20_000) }),
  z.strictObject({
    task: z.literal('patches'),
    known: z.array(z.strictObject({ index: z.number().int().min(0), kinds: z.array(lesionKind) })).max(4096),
  }),
  z.strictObject({ task: z.literal('grade'), grade: gradeAnswer.nullable(), note: longText }),
])
export type DraftContent = z.infer<typeof content>

export const draft = z.strictObject({
  version: z.literal(1),
  leaseId: id,
  userId: id,
  stage: z.enum(['blind', 'revealed']),
  /** The id of the reading that this becomes. */
  readingId: id,
  startedAt: z.iso.datetime(),
  /** Milliseconds. */
  worked: z.number().min(0),
  updatedAt: z.iso.datetime(),
  content,
})
export type Draft = z.infer<typeof draft>

export const draftKey = (leaseId: string, stage: Draft['stage']): string => `${leaseId}/${stage}`

/** `undefined` for anything that is not a draft of this version: it is better forgotten than misread. */
export function parseDraft(value: unknown): Draft | undefined {
  const parsed = draft.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

/** Has anything been said that would be a pity to lose? */
export function holdsWork(content: DraftContent): boolean {
  switch (content.task) {
    case 'marks':
      return content.marks.length > 0
    case 'patches':
      return content.known.length > 0
    case 'grade':
      return content.grade !== null || content.note.trim() !== ''
  }
}

/** Drafts nobody came back to: their lease is long over. */
export const draftDaysMax = 14
export const isStale = (kept: Draft, now: number): boolean =>
  now - Date.parse(kept.updatedAt) > draftDaysMax * 24 * 3_600_000
