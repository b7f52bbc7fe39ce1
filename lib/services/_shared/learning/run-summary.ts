/** A row of TrainingRun as pages are told about it. */
import { z } from 'zod'
import type { RunProgress, RunSummary } from '@/lib/contracts/run'

const stage = z.enum(['local', 'map', 'global', 'evaluate'])

const progress = z.object({
  stage,
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  stepsTotal: z.number(),
  loss: z.number().nullable(),
  learningRate: z.number().nullable(),
  examplesPerSecond: z.number().nullable(),
  feedWaitShare: z.number().nullable().default(null),
  secondsLeft: z.number().nullable(),
}) satisfies z.ZodType<RunProgress>

export type RunRow = {
  id: string
  name: string
  snapshotId: string
  snapshot: { name: string }
  state: RunSummary['state']
  stage: string
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  sentence: string
  progress: unknown
}

export const runSummary = (row: RunRow): RunSummary => ({
  id: row.id,
  name: row.name,
  snapshotId: row.snapshotId,
  snapshotName: row.snapshot.name,
  state: row.state,
  stage: stage.safeParse(row.stage).data ?? '',
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  sentence: row.sentence,
  progress: progress.safeParse(row.progress).data ?? null,
})
