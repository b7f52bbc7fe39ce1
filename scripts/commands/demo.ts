/** A small study with known truth, from the generator to the confusion matrix, in the ordinary data folder. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { commandLineActor } from '@/lib/auth'
import { runRequest } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import { kOfNProtocol } from '@/lib/domain/protocol-presets'
import { env } from '@/lib/env'
import type { Context } from '@/lib/services/_shared/context'
import { changeProtocol } from '@/lib/services/change-protocol'
import { createStudy } from '@/lib/services/create-study'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { importFolder } from '@/lib/services/import-folder'
import { simulateReadings } from '@/lib/services/simulate-readings'
import { startTraining } from '@/lib/services/start-training'
import { observerSkills } from '@/lib/synthetic'
import { decideOneCase } from '../demo/decide-one-case'
import { writePhotographs } from '../demo/photographs'
import { progressLine } from './_shared/progress-line'
import { trainHere } from './_shared/train-here'
import { withDatabase } from './_shared/with-database'

export const usage = `npx concord demo — makes a small study by itself and runs the whole loop on it

Both eyes of thirteen made-up patients, three simulated observers, one decided case, a snapshot, a small training run. What is
there already is not made again.`

const studyName = 'Demonstration'
const seed = 20_170_901

const observers = [
  { name: 'Simulated trained observer 1', qualification: 'trainedObserver', skill: observerSkills.trainedObserver },
  { name: 'Simulated trained observer 2', qualification: 'trainedObserver', skill: observerSkills.trainedObserver },
  { name: 'Simulated ophthalmologist', qualification: 'ophthalmologist', skill: observerSkills.ophthalmologist },
] as const

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  return withDatabase(async () => {
    const context = { actor: commandLineActor, now: new Date() }
    const before = await finishedDemo()
    if (before) {
      console.log('The demonstration is there already.')
      await printLinks(before)
      return 0
    }
    const studyId = await demoStudy(context)
    await fillStudy(context, studyId)
    await decideOneCase(context, studyId)
    const runId = await startRun(context, studyId)
    const isFinished = await trainHere(context, runId)
    if (isFinished) await printLinks({ studyId, runId })
    return isFinished ? 0 : 1
  })
}

type Demo = { studyId: string; runId: string }

async function finishedDemo(): Promise<Demo | undefined> {
  const study = await database().study.findUnique({ where: { name: studyName }, select: { id: true } })
  const finished =
    study &&
    (await database().trainingRun.findFirst({
      where: { state: 'finished', snapshot: { studies: { some: { studyId: study.id } } } },
      select: { id: true },
    }))
  return study && finished ? { studyId: study.id, runId: finished.id } : undefined
}

/** Marks and grades, two of three; patches one by one are left to studies with more people. */
async function demoStudy(context: Context): Promise<string> {
  const known = await database().study.findUnique({ where: { name: studyName }, select: { id: true } })
  const id = known?.id ?? (await createStudy(context, { name: studyName, preset: 'k-of-n' })).id
  await changeProtocol(context, id, { ...kOfNProtocol(2, 3), name: 'Two of three', patches: null })
  return id
}

async function fillStudy(context: Context, studyId: string): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'concord-demo-'))
  try {
    const making = progressLine('photographs made')
    const { grades, truths } = await writePhotographs(folder, making)
    making.end()
    const importing = progressLine('photographs imported')
    const concurrency = os.availableParallelism()
    const { counts } = await importFolder(context, { studyId, folder, grades, concurrency, onProgress: importing })
    importing.end()
    console.log(`${counts.ingested + counts.duplicate} photographs in the study “${studyName}”.`)
    const truthOf = (name: string) => truths.get(name)
    const { stored } = await simulateReadings(context, { studyId, observers: [...observers], truthOf, seed })
    console.log(`${stored} readings by ${observers.length} simulated observers.`)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

/** A run that was interrupted is gone on with. */
async function startRun(context: Context, studyId: string): Promise<string> {
  const begun = await database().trainingRun.findFirst({ where: { snapshot: { studies: { some: { studyId } } } } })
  if (begun) return begun.id
  const frozen = await database().snapshot.findFirst({
    where: { studies: { some: { studyId } } },
    select: { id: true },
  })
  const split = { train: 0.6, validation: 0.15 }
  const request = { name: 'Demonstration', studyIds: [studyId], split }
  const snapshotId = frozen?.id ?? (await freezeSnapshot(context, request)).id
  return (await startTraining(context, runRequest.parse({ snapshotId, name: 'Demonstration', preset: 'tiny' }))).id
}

async function printLinks({ studyId, runId }: Demo): Promise<void> {
  const { snapshotId } = await database().trainingRun.findUniqueOrThrow({ where: { id: runId } })
  const decided = await database().adjudicationCase.findFirst({
    where: { item: { studyId }, decision: { isNot: null } },
    select: { id: true },
  })
  const at = env().publicUrl
  const lines = [
    ['The study', `/studies/${studyId}`],
    ...(decided ? [['A decided case', `/cases/${decided.id}`]] : []),
    ['What training saw', `/snapshots/${snapshotId}`],
    ['The run and its figures', `/runs/${runId}`],
  ]
  console.log('Start the product with npm start if it does not run, sign in, and open:')
  for (const [what, address] of lines) console.log(`  ${what}: ${at}${address}`)
}
