/** Everything that a run's page draws: progress, the curve so far, the models and their figures. */
import { z } from 'zod'
import { trainedStages } from '@/lib/contracts/recipe'
import type { RunPointValues, RunView } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { mayUseRun } from './_shared/learning/run-access'
import { recipeLines, runRecipe } from './_shared/learning/run-recipe'
import { runSummary } from './_shared/learning/run-summary'
import { storedEvaluation } from './_shared/learning/stored-evaluation'

const pointsOfStageMax = 600

const backend = z.object({ name: z.string(), version: z.string(), threads: z.number().nullable() })
const trainedStage = z.enum(trainedStages)

export async function viewRun({ actor }: Context, runId: string): Promise<RunView> {
  await mayUseRun(actor, 'run.read', runId)
  const db = database()
  const [run, points] = await Promise.all([
    db.trainingRun.findUniqueOrThrow({
      where: { id: runId },
      include: { snapshot: { select: { name: true } }, models: { orderBy: { stage: 'desc' } } },
    }),
    curve(runId),
  ])
  return {
    ...runSummary(run),
    seed: run.seed,
    recipe: recipeLines(runRecipe.parse(run.recipe)),
    backend: backend.safeParse(run.backend).data ?? null,
    stopRequested: run.stopRequested,
    points,
    models: run.models.map(({ id, stage, architecture, evaluation }) => ({
      id,
      stage: trainedStage.parse(stage),
      architecture,
      evaluation: storedEvaluation.parse(evaluation),
    })),
  }
}

/** Thinned in the database, keeping each stage's last point and every end of an epoch. */
async function curve(runId: string): Promise<RunView['points']> {
  const rows = await database().$queryRaw<{ stage: string; step: number; values: RunPointValues }[]>`
    SELECT "stage", "step", "values" FROM (
      SELECT "stage", "step", "values",
        row_number() OVER (PARTITION BY "stage" ORDER BY "step" DESC) - 1 AS place,
        count(*) OVER (PARTITION BY "stage") AS total
      FROM "RunPoint" WHERE "runId" = ${runId}::uuid
    ) AS numbered
    WHERE jsonb_exists("values", 'validationLoss') OR place % greatest(1, ceil(total::numeric / ${pointsOfStageMax})::int) = 0
    ORDER BY "stage" DESC, "step"`
  return rows.map(({ stage, step, values }) => ({ stage: trainedStage.parse(stage), step, values }))
}
