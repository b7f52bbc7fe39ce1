/** Frozen data: which examples, by which labels, on which side of the split. */
import { z } from 'zod'
import { id, shortText } from './scalars'

export const splitSettings = z
  .strictObject({
    /** Shares of patients, 0…1; the rest is the test side. A patient is wholly on one side, by a hash of the code. */
    train: z.number().min(0.1).max(0.9),
    validation: z.number().min(0.05).max(0.5),
  })
  .refine((s) => s.train + s.validation < 0.96, 'Leave at least 4 % of the patients for the test side.')

/** POST /api/snapshots */
export const snapshotRequest = z.strictObject({
  name: shortText,
  studyIds: z.array(id).min(1).max(20),
  split: splitSettings,
})
export type SnapshotRequest = z.infer<typeof snapshotRequest>
export type SnapshotSettings = { split: { train: number; validation: number }; studyIds: string[] }

export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

/** counts[split][class]; patch classes normal, microaneurysm, haemorrhage, exudate; grade classes are the trained grades. */
export type SnapshotCounts = {
  patients: Record<Split, number>
  photographs: Record<Split, number>
  patches: Record<Split, number[]>
  grades: Record<Split, number[]>
  gradeClasses: number[]
  patchesDisputed: number
  patchesOfOtherKinds: number
  gradesLeftOut: number
}

/** One line of the frozen content, in storage as canonical JSON; photographs sorted by id. */
export type SnapshotContent = {
  version: 1
  grid: { d: number; h: number; ov: number }
  photographs: {
    id: string
    studyId: string
    /** Hash of study and patient code: the group that is never split. */
    group: string
    split: Split
    contrast800: string
    contrast256: string
    fieldOfView: { centreX: number; centreY: number; radius: number; crop: { x: number; y: number; side: number } }
    /** Agreed patches: [index, class 0…3][]; empty when nothing about patches is agreed. */
    patches: [number, number][]
    /** Class number of the agreed grade, or null. */
    gradeClass: number | null
    /** The agreed labels this rests on: item id and version. */
    labels: { itemId: string; version: number }[]
  }[]
  gradeClasses: number[]
}

export type SnapshotSummary = {
  id: string
  name: string
  createdAt: string
  studies: { id: string; name: string }[]
  settings: SnapshotSettings
  counts: SnapshotCounts
  /** SHA-256 of the frozen content. */
  contentSha256: string
}
