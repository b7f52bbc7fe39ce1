/**
 * Progress of a run on its way into the database: at most one write a second, plus one for each epoch's end. Every write
 * also asks whether somebody pressed stop, or another worker took over. A database that is away for a moment (a step that
 * keeps the process busy for seconds is enough to lose a connection) costs a point of the curve and not the run.
 */
import type { RunPointValues, RunProgress } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import type { Progress } from '@/lib/network'
import { isDatabaseAway } from './database-away'
import { type RunClaim, updateMine } from './run-claim'

const writeEveryMs = 1000
const silentMsMax = 120_000

export type ProgressWriter = {
  /** After a step of training. */
  step(progress: Progress): Promise<void>
  /** Of work that is not training: so many of so many are done. */
  count(stage: 'map' | 'evaluate', done: number, total: number): Promise<void>
}

/** @param clock milliseconds, for rates and for when to write  @param stop is called when somebody pressed stop */
export function progressWriter(claim: RunClaim, clock: () => number, stop: () => void): ProgressWriter {
  let lastWrite = Number.NEGATIVE_INFINITY
  let lastSuccess = clock()
  let began = { stage: '', at: 0, done: 0 }

  const write = async (progress: RunProgress, more: () => Promise<void> = async () => undefined) => {
    lastWrite = clock()
    try {
      const { stopRequested } = await updateMine(database(), claim, { stage: progress.stage, progress })
      if (stopRequested) stop()
      await more()
      lastSuccess = clock()
    } catch (error) {
      if (!isDatabaseAway(error) || clock() - lastSuccess > silentMsMax) throw error
    }
  }

  return {
    async step(progress) {
      const { validation, endsEarly, ...numbers } = progress
      const { stage, step, loss, learningRate, examplesPerSecond, epoch, stepsTotal } = numbers
      if (began.stage !== stage) began = { stage, at: clock(), done: step }
      const isEpochOver = step === stepsTotal || validation !== undefined
      if (!isEpochOver && clock() - lastWrite < writeEveryMs) return
      const secondsLeft = secondsFor(stepsTotal - step, step - began.done, clock() - began.at)
      const progressNow: RunProgress = { ...numbers, secondsLeft }
      const values: RunPointValues = {
        epoch,
        loss,
        learningRate,
        examplesPerSecond,
        ...(endsEarly && { endsEarly }),
        ...(validation && {
          validationLoss: validation.loss,
          validationKappa: validation.kappa,
          validationAccuracy: validation.accuracy,
        }),
      }
      await write(progressNow, () => writePoint(claim.runId, stage, step, values))
    },
    async count(stage, done, total) {
      if (began.stage !== stage) began = { stage, at: clock(), done }
      if (done < total && done > 0 && clock() - lastWrite < writeEveryMs) return
      const elapsed = clock() - began.at
      await write({
        stage,
        epoch: 0,
        epochs: 0,
        step: done,
        stepsTotal: total,
        loss: null,
        learningRate: null,
        feedWaitShare: null,
        examplesPerSecond: elapsed > 0 ? ((done - began.done) * 1000) / elapsed : null,
        secondsLeft: secondsFor(total - done, done - began.done, elapsed),
      })
    },
  }
}

const secondsFor = (left: number, done: number, elapsedMs: number): number | null =>
  done > 0 ? Math.round((left * elapsedMs) / done / 1000) : null

/** A step that is run again after a kill writes the same row again. */
async function writePoint(runId: string, stage: string, step: number, values: RunPointValues): Promise<void> {
  await database().runPoint.upsert({
    where: { runId_stage_step: { runId, stage, step } },
    create: { runId, stage, step, values },
    update: { values },
  })
}
