import { type ChildProcess, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { runRequest } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import { modelFolder } from '@/lib/services/_shared/stores'
import { closeImport } from '@/lib/services/close-import'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { openImport } from '@/lib/services/open-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { startTraining } from '@/lib/services/start-training'
import { viewImport } from '@/lib/services/view-import'
import { viewRun } from '@/lib/services/view-run'
import { openFolder } from '@/lib/storage'
import { plainFundus } from '../support/plain-fundus'
import { commandLine, newStudy } from '../support/study'
import { bothEyes, syntheticStudy } from '../support/synthetic-study'

const workers = new Set<ChildProcess>()

/** A real worker process on this test's database and data folder. */
function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts'], {
    stdio: 'ignore',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  })
  workers.add(worker)
  return worker
}

function kill(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  workers.delete(worker)
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    // One that died before has told already, and will not again.
    if (!worker.kill(signal)) resolve()
  })
}

afterEach(async () => {
  await Promise.all([...workers].map((worker) => kill(worker, 'SIGKILL')))
})

describe('a worker', () => {
  it('takes in the photographs that an import received, each once, and goes on after kill −9', async () => {
    const studyId = await newStudy()
    const { id: importId } = await openImport(commandLine, { studyId })
    for (let i = 1; i <= 6; i++) {
      const body = Readable.from([await plainFundus(i)])
      await receiveImportFile(commandLine, { importId, name: `${i}_left.jpeg`, body })
    }
    await closeImport(commandLine, importId)
    const counts = async () => (await viewImport(commandLine, importId)).counts
    const first = startWorker()
    await expect.poll(counts, { timeout: 60_000 }).not.toMatchObject({ ingested: 0 })
    await kill(first, 'SIGKILL')
    startWorker()
    await expect
      .poll(counts, { timeout: 90_000 })
      .toMatchObject({ received: 0, ingested: 6, rejected: 0, duplicate: 0 })
    expect(await database().photograph.count({ where: { studyId } })).toBe(6)
  })

  it('that is killed with −9 while it trains is taken over by the next one, to the very same weights', async () => {
    const studyId = await syntheticStudy(bothEyes(8))
    const split = { train: 0.5, validation: 0.2 }
    const snapshotId = (await freezeSnapshot(commandLine, { name: 'Frozen', studyIds: [studyId], split })).id
    const asked = runRequest.parse({
      snapshotId,
      name: 'Run',
      preset: 'tiny',
      epochsLocal: 2,
      epochsGlobal: 1,
      seed: 3,
    })
    const start = async () => (await startTraining(commandLine, asked)).id
    const state = async (runId: string) => (await viewRun(commandLine, runId)).state

    const disturbed = await start()
    for (const stage of ['local', 'global']) {
      const worker = startWorker()
      const points = () => database().runPoint.count({ where: { runId: disturbed, stage } })
      await expect.poll(points, { timeout: 90_000 }).toBeGreaterThan(0)
      await kill(worker, 'SIGKILL')
    }
    const undisturbed = await start()
    startWorker()
    await expect.poll(() => state(disturbed), { timeout: 120_000 }).toBe('finished')
    await expect.poll(() => state(undisturbed), { timeout: 120_000 }).toBe('finished')

    const weightsOf = async (runId: string) =>
      Promise.all(
        (await viewRun(commandLine, runId)).models.map(
          async ({ id }) => (await openFolder(modelFolder(id)))['weights.bin'],
        ),
      )
    const weights = await weightsOf(disturbed)
    expect(weights).toHaveLength(2)
    expect(weights).toEqual(await weightsOf(undisturbed))
  }, 420_000)
})
