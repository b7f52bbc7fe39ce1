/**
 * Trains a run from wherever it is: the local network, its lesion maps, the global network on the images that they weigh
 * (science §3–§5). Called by a worker, again after every kill. What is finished stays; what was interrupted goes on from its
 * last checkpoint; what failed says so in one sentence and can be resumed.
 */
import { trainedStages } from '@/lib/contracts/recipe'
import type { Split } from '@/lib/contracts/snapshot'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { type Askable, selectBackend } from '@/lib/network'
import { paperPreprocessing } from '@/lib/vision'
import { beginnings } from './_shared/learning/beginning'
import { isDatabaseAway } from './_shared/learning/database-away'
import { gradedTable } from './_shared/learning/global-examples'
import { createImageCache, orderlyMebibytes } from './_shared/learning/image-cache'
import { mapStage } from './_shared/learning/map-stage'
import { globalNotes, localNotes } from './_shared/learning/model-notes'
import { patchTable } from './_shared/learning/patch-table'
import { predictLabelled } from './_shared/learning/predict-photographs'
import { claimRun, type RunClaim, stillMine } from './_shared/learning/run-claim'
import type { RunExamples } from './_shared/learning/run-examples'
import { type ProgressWriter, progressWriter } from './_shared/learning/run-progress'
import { runRecipe } from './_shared/learning/run-recipe'
import { readContent } from './_shared/learning/snapshot-content'
import { storedEvaluation } from './_shared/learning/stored-evaluation'
import { tidyStage, trainStage } from './_shared/learning/train-stage'
import { watchForStop } from './_shared/learning/watch-for-stop'

export type RunTools = {
  /** Aborted when this worker must end: the run goes back to the queue, with a checkpoint. */
  signal: AbortSignal
  now: () => Date
  /** Milliseconds, for rates; by default those of this process. */
  clock?: () => number
}

/**
 * @throws AppError `run.interrupted` when `signal` ended it, and whatever a database that is away makes: the queue tries
 *   again. Other failures are written down with the run.
 */
export async function runTraining(runId: string, { signal, now, clock = () => performance.now() }: RunTools) {
  const claim = await claimRun(runId, await selectBackend(), now())
  if (!claim) return
  const stop = new AbortController()
  const progress = progressWriter(claim, clock, () => stop.abort())
  const endWatch = watchForStop(claim, () => stop.abort())
  try {
    const finished = await trainAll(claim, progress, { signal: AbortSignal.any([signal, stop.signal]), now, clock })
    await end(claim, finished, stop.signal.aborted, now())
  } catch (error) {
    if (error instanceof AppError && error.code === 'run.replaced') return
    if (isDatabaseAway(error)) throw error
    if (!signal.aborted) return fail(claim, error, now())
  } finally {
    endWatch()
  }
  if (signal.aborted)
    throw new AppError('run.interrupted', 'The worker ended before the run did; it goes on later.', 503)
}

type Tools = Required<RunTools>

/** @returns false when it was stopped */
async function trainAll(claim: RunClaim, progress: ProgressWriter, tools: Tools): Promise<boolean> {
  const { runId } = claim
  const run = await database().trainingRun.findUniqueOrThrow({
    where: { id: runId },
    include: { snapshot: true, models: { select: { stage: true } } },
  })
  const { local, global, weighting } = runRecipe.parse(run.recipe)
  const content = await readContent(run.snapshot.contentSha256)
  const { grid, gradeClasses } = content
  const images = createImageCache(orderlyMebibytes)
  const done = new Set(run.models.map(({ stage }) => stage))
  const { signal } = tools
  const snapshotHash = run.snapshot.contentSha256
  const beginning = beginnings.parse(run.beginnings)
  const shared = { claim, seed: run.seed, snapshotHash, gradeClasses, progress, ...tools }
  for (const stage of trainedStages) if (done.has(stage)) await tidyStage(runId, stage)

  if (local && !done.has('local')) {
    const examples = sides<RunExamples>((split) => ({ kind: 'patches', table: patchTable(content, split, local) }))
    const predictSide = (asked: Askable, side: Split) => predictLabelled(asked, content, side, images, signal)
    const notes = localNotes({ grid, preprocessing: paperPreprocessing })
    const stage = await trainStage({
      ...shared,
      recipe: local,
      beginning: beginning.local,
      examples,
      predictSide,
      notes,
    })
    if (!stage.finished) return false
  }
  if (global && !done.has('global')) {
    if (weighting !== 'none') {
      const maps = await mapStage(runId, content, images, progress, signal)
      if (!maps.finished) return false
    }
    const weighted = { runId, weighting }
    const examples = sides<RunExamples>((split) => ({
      kind: 'grades',
      table: gradedTable(content, split, global.head, weighted),
    }))
    const notes = globalNotes({ weighting, gradeClasses, preprocessing: paperPreprocessing })
    const stage = await trainStage({ ...shared, recipe: global, beginning: beginning.global, examples, notes })
    if (!stage.finished) return false
  }
  return true
}

const sides = <T>(make: (split: Split) => T) => ({
  train: make('train'),
  validation: make('validation'),
  test: make('test'),
})

/** Finished, stopped by somebody, or (neither) back to the queue for the next worker. */
async function end(claim: RunClaim, finished: boolean, isStopped: boolean, now: Date): Promise<void> {
  const data = finished
    ? ({ state: 'finished', endedAt: now, sentence: await remark(claim.runId) } as const)
    : isStopped
      ? ({ state: 'stopped', endedAt: now, sentence: 'Stopped; it can be resumed from its last checkpoint.' } as const)
      : ({ state: 'queued' } as const)
  await database().trainingRun.updateMany({ where: stillMine(claim), data })
}

/** What the page must not leave to be noticed: a model without figures, and a training that ended early. */
async function remark(runId: string): Promise<string> {
  const models = await database().modelVersion.findMany({ where: { runId }, orderBy: { stage: 'desc' } })
  const early = await database().runPoint.findMany({
    where: { runId, values: { path: ['endsEarly'], equals: true } },
    orderBy: { stage: 'desc' },
  })
  return [
    ...early.map(
      ({ stage, step }) =>
        `The ${stage} network ended early, after step ${step}: its validation figure had not improved for as long as the recipe waits.`,
    ),
    ...models
      .filter(({ evaluation }) => storedEvaluation.parse(evaluation).n === 0)
      .map(
        ({ stage }) =>
          `No patient of the test side has an agreed example for the ${stage} network: it was not evaluated.`,
      ),
  ].join(' ')
}

async function fail(claim: RunClaim, error: unknown, now: Date): Promise<void> {
  const sentence =
    error instanceof AppError
      ? error.sentence
      : `The run ended unexpectedly (${error instanceof Error ? error.message : String(error)}); resume it to try again.`
  await database().trainingRun.updateMany({
    where: stillMine(claim),
    data: { state: 'failed', endedAt: now, sentence },
  })
}
