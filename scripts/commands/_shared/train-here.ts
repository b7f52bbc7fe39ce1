/**
 * Brings a run to its end from a command: where a worker is alive it has taken the run already and is waited for, else this
 * process does the work itself.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { RunProgress, RunView } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import type { Context } from '@/lib/services/_shared/context'
import { resumeTraining } from '@/lib/services/resume-training'
import { runTraining } from '@/lib/services/run-training'
import { viewRun } from '@/lib/services/view-run'

const aliveMilliseconds = 15_000
const lookEveryMs = 1000

/** @returns false when it did not finish; why is on the terminal */
export async function trainHere(context: Context, runId: string): Promise<boolean> {
  await resumeTraining(context, runId)
  const ending = new AbortController()
  const watched = watch(context, runId, reporter(process.stderr), ending.signal)
  if (!(await isWorkerAlive())) {
    await runTraining(runId, { signal: new AbortController().signal, now: () => new Date() })
    ending.abort()
  }
  const { state, sentence } = await watched
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  if (sentence) console.error(sentence)
  return state === 'finished'
}

async function isWorkerAlive(): Promise<boolean> {
  return (
    (await database().workerBeat.count({ where: { beatAt: { gt: new Date(Date.now() - aliveMilliseconds) } } })) > 0
  )
}

const isOver = ({ state }: RunView) => state === 'finished' || state === 'failed' || state === 'stopped'

/** Looking may fail while the training keeps this process busy; then the next look tells. */
async function watch(
  context: Context,
  runId: string,
  say: (progress: RunProgress) => void,
  ending: AbortSignal,
): Promise<RunView> {
  for (;;) {
    const run = await viewRun(context, runId).catch((error: unknown) => {
      if (ending.aborted) throw error
      return undefined
    })
    if (run && (isOver(run) || ending.aborted)) return run
    if (run?.progress) say(run.progress)
    await pause(lookEveryMs, undefined, { signal: ending }).catch(() => undefined)
  }
}

/** One line that is drawn anew; where nobody watches, a line when the next stage begins. */
function reporter(stream: NodeJS.WriteStream): (progress: RunProgress) => void {
  let told: RunProgress['stage'] | undefined
  return (progress) => {
    if (stream.isTTY) stream.write(`\r\u001b[K${lineOf(progress)}`)
    else if (progress.stage !== told) stream.write(`${lineOf(progress)}\n`)
    told = progress.stage
  }
}

function lineOf({ stage, epoch, epochs, step, stepsTotal, loss, secondsLeft }: RunProgress): string {
  const left = secondsLeft === null ? '' : `, ${secondsLeft} s left`
  const where = { local: 'Local network', global: 'Global network', map: 'Lesion maps', evaluate: 'Evaluation' }[stage]
  return epochs > 0
    ? `${where}: epoch ${epoch} of ${epochs}, step ${step} of ${stepsTotal}, loss ${loss?.toFixed(3) ?? '–'}${left}`
    : `${where}: ${step} of ${stepsTotal}${left}`
}
