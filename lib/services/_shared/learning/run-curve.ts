/** The curve of a run, behind that of the runs it continues: one line from the first step on. */
import { type TrainedStage, trainedStages } from '@/lib/contracts/recipe'
import type { RunPointValues, RunView } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import { beginnings } from './beginning'

const pointsOfStageMax = 600
const stepMax = 2 ** 31 - 1

type Part = { runId: string; upTo: number }

export async function curveOf(runId: string): Promise<RunView['points']> {
  const points: RunView['points'] = []
  for (const stage of trainedStages) {
    const parts = await partsOf(runId, stage)
    for (const part of parts.reverse()) points.push(...(await pointsOf(part, stage)))
  }
  return points
}

/** The run, then the one it continues up to where it left it, and so on. */
async function partsOf(runId: string, stage: TrainedStage): Promise<Part[]> {
  const parts: Part[] = []
  for (let part: Part | undefined = { runId, upTo: stepMax }; part; ) {
    parts.push(part)
    const run: { parentId: string | null; beginnings: unknown } = await database().trainingRun.findUniqueOrThrow({
      where: { id: part.runId },
      select: { parentId: true, beginnings: true },
    })
    const began = beginnings.parse(run.beginnings)[stage]
    part = run.parentId && began ? { runId: run.parentId, upTo: began.step } : undefined
  }
  return parts
}

/** Thinned in the database, keeping the last point and every end of an epoch. */
async function pointsOf({ runId, upTo }: Part, stage: TrainedStage): Promise<RunView['points']> {
  const rows = await database().$queryRaw<{ step: number; values: RunPointValues }[]>`
    SELECT "step", "values" FROM (
      SELECT "step", "values", row_number() OVER (ORDER BY "step" DESC) - 1 AS place, count(*) OVER () AS total
      FROM "RunPoint" WHERE "runId" = ${runId}::uuid AND "stage" = ${stage} AND "step" <= ${upTo}
    ) AS numbered
    WHERE jsonb_exists("values", 'validationLoss') OR place % greatest(1, ceil(total::numeric / ${pointsOfStageMax})::int) = 0
    ORDER BY "step"`
  return rows.map(({ step, values }) => ({ stage, step, values }))
}
