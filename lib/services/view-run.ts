/** Everything that a run's page draws: progress, the curve so far, the models and their figures. */
import { z } from 'zod'
import { trainedStages } from '@/lib/contracts/recipe'
import type { RunView } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { isContinuable } from './_shared/learning/beginning'
import { recipeLines } from './_shared/learning/recipe-lines'
import { mayUseRun } from './_shared/learning/run-access'
import { curveOf } from './_shared/learning/run-curve'
import { epochsByStage, runRecipe } from './_shared/learning/run-recipe'
import { runSummary } from './_shared/learning/run-summary'
import { storedEvaluation } from './_shared/learning/stored-evaluation'

const backend = z.object({ name: z.string(), version: z.string(), threads: z.number().nullable() })
const trainedStage = z.enum(trainedStages)

export async function viewRun({ actor }: Context, runId: string): Promise<RunView> {
  await mayUseRun(actor, 'run.read', runId)
  const db = database()
  const [run, points] = await Promise.all([
    db.trainingRun.findUniqueOrThrow({
      where: { id: runId },
      include: {
        snapshot: { select: { name: true } },
        models: { orderBy: { stage: 'desc' } },
        parent: { select: { id: true, name: true } },
        children: { select: { id: true, name: true }, orderBy: { createdAt: 'asc' } },
      },
    }),
    curveOf(runId),
  ])
  const recipe = runRecipe.parse(run.recipe)
  return {
    ...runSummary(run),
    seed: run.seed,
    recipe: recipeLines(recipe),
    parent: run.parent,
    children: run.children,
    continuable: isContinuable(run) ? epochsByStage(recipe) : [],
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
