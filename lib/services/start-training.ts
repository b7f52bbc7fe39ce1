/** One press of *Train*: the run and the job that trains it are written together, or neither is. */

import { auditActor, authorise, membershipOfAll, noAccess } from '@/lib/auth'
import type { RunRequest } from '@/lib/contracts/run'
import { appendAudit, database, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { enqueue } from '@/lib/jobs'
// Past the room's door: whoever starts a run needs the catalogue, and not the trainer behind it.
import { findArchitecture } from '@/lib/network/catalogue'
import type { Context } from './_shared/context'
import { type RunRecipe, recipeOfRequest, runRecipeHash, stagesOf } from './_shared/learning/run-recipe'
import { missingFor, trainingSide } from './_shared/learning/snapshot-counts'
import { snapshotCounts } from './_shared/learning/snapshot-summary'

/**
 * @throws AppError `run.noMap`, `run.classes`, `run.recipe`, `network.unknownArchitecture`, `network.wrongStage` (422),
 *   `access.none` (404)
 */
export async function startTraining({ actor, now }: Context, request: RunRequest): Promise<{ id: string }> {
  const db = database()
  const snapshot = await db.snapshot.findUnique({ where: { id: request.snapshotId }, include: { studies: true } })
  if (!snapshot) throw noAccess()
  const studyIds = snapshot.studies.map(({ studyId }) => studyId)
  authorise(actor, 'run.start', await membershipOfAll(db, actor, studyIds))

  const recipe = recipeOfRequest(request)
  refuseUntrainable(recipe, snapshotCounts.parse(snapshot.counts))
  refuseUnknownNetworks(recipe)
  return inTransaction(async (tx) => {
    const { id } = await tx.trainingRun.create({
      data: {
        snapshotId: snapshot.id,
        name: request.name,
        createdById: actor.userId,
        recipe,
        seed: request.seed,
        createdAt: now,
      },
      select: { id: true },
    })
    await enqueue(tx, 'train-run', { runId: id })
    const payload = { snapshotId: snapshot.id, recipeHash: runRecipeHash(recipe), seed: request.seed }
    const step = { action: 'run.started', subject: `run:${id}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload })
    return { id }
  })
}

function refuseUntrainable(recipe: RunRecipe, counts: Parameters<typeof missingFor>[1]): void {
  if (recipe.global && !recipe.local && recipe.weighting !== 'none') {
    throw new AppError(
      'run.noMap',
      'Without a local network there is no lesion map to weigh the images with; train both, or set the weighting to none.',
      422,
    )
  }
  for (const stage of stagesOf(recipe)) {
    const missing = missingFor(stage, counts, recipe[stage]?.head)
    if (missing.length === 0) continue
    throw new AppError(
      'run.classes',
      `The ${stage} network cannot be trained: the snapshot has no ${missing.join(', no ')} on its training side (${trainingSide(stage, counts)}). Leave this stage out, or freeze a snapshot with more.`,
      422,
    )
  }
}

function refuseUnknownNetworks(recipe: RunRecipe): void {
  for (const stage of stagesOf(recipe)) findArchitecture(recipe[stage]?.architecture ?? '', stage)
}
