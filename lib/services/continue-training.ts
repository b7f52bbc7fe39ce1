/**
 * More epochs for a run that is finished or was stopped: a new run that begins with its last checkpoints (weights, optimiser,
 * generator, history). The first run stays as it is; recipe, snapshot, seed and those checkpoints determine the new one.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import { auditActor } from '@/lib/auth'
import type { ContinuationRequest } from '@/lib/contracts/run'
import { appendAudit, database, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { enqueue } from '@/lib/jobs'
import type { Context } from './_shared/context'
import { type Beginnings, isContinuable, takeBeginning } from './_shared/learning/beginning'
import { mayUseRun } from './_shared/learning/run-access'
import { type RunRecipe, runRecipe, runRecipeHash, stagesOf } from './_shared/learning/run-recipe'
import { runFolder } from './_shared/stores'

const nameLengthMax = 120

/** @throws AppError `run.going`, `run.noCheckpoint` (409), `access.none` (404) */
export async function continueTraining(
  { actor, now }: Context,
  parentId: string,
  request: ContinuationRequest,
): Promise<{ id: string }> {
  await mayUseRun(actor, 'run.command', parentId)
  const parent = await database().trainingRun.findUniqueOrThrow({ where: { id: parentId } })
  if (!isContinuable(parent)) {
    const advice = parent.state === 'failed' ? 'resume it, or start a new run' : 'wait for its end, or stop it'
    throw new AppError('run.going', `The run is ${parent.state}, so it cannot be continued; ${advice}.`, 409)
  }
  const recipe = withEpochs(runRecipe.parse(parent.recipe), request)
  const id = randomUUID()
  try {
    const beginnings = await takeBeginnings(parentId, id, recipe)
    const name = request.name ?? `${parent.name.slice(0, nameLengthMax - 12)}, continued`
    await inTransaction(async (tx) => {
      const { snapshotId, seed } = parent
      const createdById = actor.userId
      await tx.trainingRun.create({
        data: { id, parentId, beginnings, snapshotId, name, createdById, recipe, seed, createdAt: now },
      })
      await enqueue(tx, 'train-run', { runId: id })
      const payload = { parentId, beginnings, snapshotId, recipeHash: runRecipeHash(recipe), seed }
      const step = { action: 'run.continued', subject: `run:${id}`, actor: auditActor(actor), at: now }
      await appendAudit(tx, { ...step, payload })
    })
  } catch (error) {
    await fs.rm(runFolder(id), { recursive: true, force: true })
    throw error
  }
  return { id }
}

function withEpochs({ local, global, weighting }: RunRecipe, request: ContinuationRequest): RunRecipe {
  return {
    local: local && { ...local, epochs: request.epochsLocal ?? local.epochs },
    global: global && { ...global, epochs: request.epochsGlobal ?? global.epochs },
    weighting,
  }
}

/** A stage that the run had not begun begins from nothing; a run without any checkpoint cannot be continued. */
async function takeBeginnings(parentId: string, id: string, recipe: RunRecipe): Promise<Beginnings> {
  const done = await database().modelVersion.findMany({ where: { runId: parentId }, select: { stage: true } })
  const beginnings: Beginnings = {}
  for (const stage of stagesOf(recipe)) {
    beginnings[stage] = await takeBeginning(parentId, id, stage)
    if (!beginnings[stage] && done.some((model) => model.stage === stage)) throw noCheckpoint(stage)
  }
  const [first = 'local'] = stagesOf(recipe)
  if (!beginnings.local && !beginnings.global) throw noCheckpoint(first)
  return beginnings
}

const noCheckpoint = (stage: string) =>
  new AppError(
    'run.noCheckpoint',
    `The run has no checkpoint of the ${stage} network to go on from; resume it, or start a new run.`,
    409,
  )
