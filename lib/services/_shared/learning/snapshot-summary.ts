/** A row of Snapshot as pages are told about it. The JSON columns were written by freeze-snapshot and are never changed. */
import { z } from 'zod'
import type { SnapshotSummary } from '@/lib/contracts/snapshot'

const count = z.number().int().min(0)
const perSplit = <T extends z.ZodType>(value: T) => z.object({ train: value, validation: value, test: value })

export const snapshotCounts = z.object({
  patients: perSplit(count),
  photographs: perSplit(count),
  patches: perSplit(z.array(count)),
  grades: perSplit(z.array(count)),
  gradeClasses: z.array(count),
  patchesDisputed: count,
  patchesOfOtherKinds: count,
  gradesLeftOut: count,
})

const settings = z.object({
  split: z.object({ train: z.number(), validation: z.number() }),
  studyIds: z.array(z.string()),
})

export const withStudies = {
  studies: { select: { study: { select: { id: true, name: true } } }, orderBy: { study: { name: 'asc' } } },
} as const

type SnapshotRow = {
  id: string
  name: string
  createdAt: Date
  settings: unknown
  counts: unknown
  contentSha256: string
  studies: { study: { id: string; name: string } }[]
}

export const snapshotSummary = (row: SnapshotRow): SnapshotSummary => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  studies: row.studies.map(({ study }) => study),
  settings: settings.parse(row.settings),
  counts: snapshotCounts.parse(row.counts),
  contentSha256: row.contentSha256,
})
