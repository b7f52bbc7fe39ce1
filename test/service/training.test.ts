import { readdir, rm } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { runRequest } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import { modelFolder, runFolder } from '@/lib/services/_shared/stores'
import { continueTraining } from '@/lib/services/continue-training'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { listRuns } from '@/lib/services/list-runs'
import { resumeTraining } from '@/lib/services/resume-training'
import { runTraining } from '@/lib/services/run-training'
import { startTraining } from '@/lib/services/start-training'
import { stopTraining } from '@/lib/services/stop-training'
import { viewRun } from '@/lib/services/view-run'
import { openFolder } from '@/lib/storage'
import { commandLine, person, testNow } from '../support/study'
import { bothEyes, syntheticStudy } from '../support/synthetic-study'

let studyId: string
let snapshotId: string
beforeAll(async () => {
  studyId = await syntheticStudy(bothEyes(8))
  const split = { train: 0.5, validation: 0.2 }
  snapshotId = (await freezeSnapshot(commandLine, { name: 'Frozen', studyIds: [studyId], split })).id
}, 240_000)

const asked = (more: object = {}) =>
  runRequest.parse({ snapshotId, name: 'Run', preset: 'tiny', epochsLocal: 1, epochsGlobal: 1, seed: 7, ...more })

const start = async (more: object = {}) => (await startTraining(commandLine, asked(more))).id

const work = (runId: string, signal = new AbortController().signal) =>
  runTraining(runId, { signal, now: () => testNow })

const jobs = (runId: string) =>
  database().$queryRaw<{ state: string }[]>`
    SELECT state::text FROM pgboss.job WHERE name = 'train-run' AND data ->> 'runId' = ${runId}`

const weightsOf = async (runId: string) =>
  Promise.all(
    (await viewRun(commandLine, runId)).models.map(async ({ id, stage }) => {
      const files = await openFolder(modelFolder(id))
      return { stage, weights: files['weights.bin'] }
    }),
  )

describe('a run', () => {
  it('is written together with its job, and trains both stages to the end with figures of unseen patients', async () => {
    const runId = await start()
    expect(await jobs(runId)).toEqual([{ state: 'created' }])
    await work(runId)
    const run = await viewRun(commandLine, runId)
    expect(run).toMatchObject({
      state: 'finished',
      sentence: '',
      seed: 7,
      stopRequested: false,
      snapshotName: 'Frozen',
    })
    expect(run.models.map(({ stage, architecture }) => ({ stage, architecture }))).toEqual([
      { stage: 'local', architecture: 'tiny-local' },
      { stage: 'global', architecture: 'tiny-global' },
    ])
    const { counts } = await database().snapshot.findUniqueOrThrow({ where: { id: snapshotId } })
    for (const { stage, evaluation } of run.models) {
      const test = (counts as { patches: { test: number[] }; grades: { test: number[] } })[
        stage === 'local' ? 'patches' : 'grades'
      ].test
      expect(evaluation.confusion.map((row) => row.reduce((a, b) => a + b, 0))).toEqual(test)
      expect(evaluation.n).toBe(test.reduce((a, b) => a + b, 0))
      expect(evaluation.quadraticWeightedKappa.classes).toBe(4)
    }
    expect(run.points.filter(({ stage }) => stage === 'local').at(-1)?.values).toMatchObject({
      epoch: 1,
      loss: expect.any(Number),
      validationLoss: expect.any(Number),
    })
    expect(run.backend).toEqual({ name: expect.any(String), version: expect.any(String), threads: expect.any(Number) })
    const kept = (await readdir(runFolder(runId, 'local'))).filter((name) => name !== 'aside')
    expect(kept).toEqual([expect.stringMatching(/^latest-/)])
    await work(runId)
    expect((await viewRun(commandLine, runId)).models).toEqual(run.models)
  }, 240_000)

  it('that is interrupted goes on where it was and ends with the very same weights', async () => {
    const undisturbed = await start()
    await work(undisturbed)
    const disturbed = await start()
    let interruptions = 0
    for (; interruptions < 50; interruptions++) {
      const before = await database().runPoint.count({ where: { runId: disturbed } })
      const ending = new AbortController()
      const isDone = await Promise.race([
        work(disturbed, ending.signal).then(
          () => true,
          (error: { code?: string }) => {
            expect(error.code).toBe('run.interrupted')
            return false
          },
        ),
        interruptAfterProgress(disturbed, before, ending),
      ])
      if (isDone) break
    }
    expect((await viewRun(commandLine, disturbed)).state).toBe('finished')
    expect(interruptions).toBeGreaterThan(0)
    expect(await weightsOf(disturbed)).toEqual(await weightsOf(undisturbed))
  }, 240_000)

  it('stops when asked, keeps what it has, and is resumed to the end', async () => {
    const runId = await start()
    expect(await stopTraining(commandLine, runId)).toEqual({ changed: true })
    expect(await viewRun(commandLine, runId)).toMatchObject({ state: 'stopped', sentence: 'Stopped before it began.' })
    await work(runId)
    expect((await viewRun(commandLine, runId)).state).toBe('stopped')
    expect(await resumeTraining(commandLine, runId)).toEqual({ changed: true })
    expect(await resumeTraining(commandLine, runId)).toEqual({ changed: false })
    const working = work(runId)
    await expect.poll(() => stopTraining(commandLine, runId), { timeout: 60_000 }).toEqual({ changed: true })
    await working
    expect((await viewRun(commandLine, runId)).state).toBe('stopped')
    await resumeTraining(commandLine, runId)
    await work(runId)
    expect(await viewRun(commandLine, runId)).toMatchObject({
      state: 'finished',
      models: [{ stage: 'local' }, { stage: 'global' }],
    })
  }, 240_000)

  it('that is finished is given more epochs by a run that goes on where it ended, the same whenever it is asked for', async () => {
    const first = await start({ stages: 'local' })
    await expect(continueTraining(commandLine, first, {})).rejects.toMatchObject({ code: 'run.going', status: 409 })
    await work(first)
    const more = { epochsLocal: 2 }
    const [second, again] = [
      (await continueTraining(commandLine, first, { ...more, name: 'More' })).id,
      (await continueTraining(commandLine, first, more)).id,
    ]
    const before = await viewRun(commandLine, first)
    expect(before).toMatchObject({
      continuable: [{ stage: 'local', epochs: 1 }],
      children: [
        { id: second, name: 'More' },
        { id: again, name: 'Run, continued' },
      ],
    })
    expect(await jobs(second)).toEqual([{ state: 'created' }])
    // What they begin with is their own by now.
    await rm(runFolder(first), { recursive: true })
    await work(second)
    await work(again)
    const run = await viewRun(commandLine, second)
    expect(run).toMatchObject({ state: 'finished', parent: { id: first, name: 'Run' }, continuable: [{ epochs: 2 }] })
    const endsOfEpochs = run.points.filter(({ values }) => values.validationLoss !== undefined)
    expect(endsOfEpochs.map(({ values }) => values.epoch)).toEqual([1, 2, 3])
    expect(run.points.slice(0, before.points.length)).toEqual(before.points)
    expect(await weightsOf(second)).toEqual(await weightsOf(again))
    expect(await weightsOf(second)).not.toEqual(await weightsOf(first))
    await expect(continueTraining(commandLine, first, {})).rejects.toMatchObject({ code: 'run.noCheckpoint' })
  }, 240_000)

  it('that fails says so in one sentence and can be resumed', async () => {
    const runId = await start({ stages: 'local' })
    const { snapshotId: id } = await database().trainingRun.findUniqueOrThrow({ where: { id: runId } })
    const snapshot = await database().snapshot.create({
      data: { name: 'Lost', settings: {}, counts: {}, contentSha256: 'a'.repeat(64), createdAt: testNow },
    })
    await database().trainingRun.update({ where: { id: runId }, data: { snapshotId: snapshot.id } })
    await work(runId)
    const failed = await database().trainingRun.findUniqueOrThrow({ where: { id: runId } })
    expect(failed).toMatchObject({ state: 'failed', sentence: expect.stringContaining('is missing; restore') })
    await database().trainingRun.update({ where: { id: runId }, data: { snapshotId: id } })
    await resumeTraining(commandLine, runId)
    await work(runId)
    expect(await viewRun(commandLine, runId)).toMatchObject({ state: 'finished', models: [{ stage: 'local' }] })
  }, 240_000)

  it('can be of the global network alone, on images as they are; without a map to weigh them it is refused', async () => {
    const runId = await start({ stages: 'global', weighting: 'none' })
    await work(runId)
    expect(await viewRun(commandLine, runId)).toMatchObject({ state: 'finished', models: [{ stage: 'global' }] })
    await expect(start({ stages: 'global' })).rejects.toMatchObject({ code: 'run.noMap', status: 422 })
  }, 240_000)

  it('is seen and commanded by members of the snapshot’s studies only', async () => {
    const runId = await start()
    const outsider = await person('researcher')
    const member = await person('researcher', [studyId])
    expect(await listRuns(outsider)).toEqual([])
    expect((await listRuns(member)).some(({ id }) => id === runId)).toBe(true)
    for (const attempt of [
      () => viewRun(outsider, runId),
      () => stopTraining(outsider, runId),
      () => resumeTraining(outsider, runId),
      () => continueTraining(outsider, runId, {}),
      () => startTraining(outsider, asked()),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'access.none', status: 404 })
    }
  })
})

/** Ends the worker as soon as it has written something new; never settles, the work itself does. */
async function interruptAfterProgress(runId: string, before: number, ending: AbortController): Promise<never> {
  await expect
    .poll(() => database().runPoint.count({ where: { runId } }), { timeout: 60_000 })
    .toBeGreaterThan(before)
    .catch(() => undefined)
  ending.abort()
  return new Promise<never>(() => undefined)
}
