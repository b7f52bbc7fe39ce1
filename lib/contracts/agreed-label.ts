/**
 * What `AgreedLabel.label` and `CaseDecision.label` hold. A label of patches may be partial: patches on which the
 * observers differ are named under `disputed` and have no label until a newer version decides them. The newest version of
 * an item's label counts, whatever the item's state: the agreed patches of an item in dispute are agreed.
 */
import { z } from 'zod'
import type { PatchesLabel } from '@/lib/domain/consensus'
import { gradeAnswer, lesionKind } from './scalars'

const patchIndex = z.number().int().min(0)

export const gradeLabel = z.strictObject({ grade: gradeAnswer })
export type GradeLabel = z.infer<typeof gradeLabel>

/** Every patch that was read is in exactly one of the three lists. */
export const patchesLabel = z.strictObject({
  patches: z.array(z.strictObject({ index: patchIndex, kinds: z.array(lesionKind).min(1) })),
  normal: z.array(patchIndex),
  disputed: z.array(patchIndex),
}) satisfies z.ZodType<PatchesLabel>

export type { PatchesLabel }

export type AgreedLabelValue = GradeLabel | PatchesLabel
