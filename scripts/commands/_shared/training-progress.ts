/** A training on the terminal: one line that is drawn anew, and one that stays for each epoch; all of it on stderr. */
import type { Progress } from '@/lib/network'
import { duration } from './progress-line'

const redrawEveryMs = 200
/** Where nobody watches a line being drawn, one is written this often. */
const tellEveryMs = 30_000

export type TrainingProgress = { show(progress: Progress): void; end(): void }

/** @param what is learned from, in the plural */
export function trainingProgress(what: string, stream: NodeJS.WriteStream = process.stderr): TrainingProgress {
  let began: { at: number; step: number } | undefined
  let drawn = Number.NEGATIVE_INFINITY
  const clear = () => {
    if (stream.isTTY) stream.write('\r\u001b[K')
  }
  return {
    show(progress) {
      const now = performance.now()
      if (began === undefined) {
        began = { at: now, step: progress.step }
        if (progress.step > 1) stream.write(`Goes on from its last checkpoint, after step ${progress.step - 1}.\n`)
      }
      const isEpochOver = progress.validation !== undefined
      if (isEpochOver) {
        clear()
        stream.write(`${epochLine(progress)}\n`)
      }
      if (now - drawn < (stream.isTTY ? redrawEveryMs : tellEveryMs)) return
      drawn = now
      const done = progress.step - began.step
      const left = done > 0 ? ((progress.stepsTotal - progress.step) * (now - began.at)) / done / 1000 : undefined
      const line = stepLine(progress, what, left)
      stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end: clear,
  }
}

function stepLine(progress: Progress, what: string, secondsLeft: number | undefined): string {
  const { epoch, epochs, step, stepsTotal, loss, examplesPerSecond, feedWaitShare } = progress
  const parts = [
    `Epoch ${epoch} of ${epochs}`,
    `step ${step} of ${stepsTotal}`,
    `loss ${loss.toFixed(3)}`,
    `${examplesPerSecond.toFixed(examplesPerSecond < 10 ? 1 : 0)} ${what} a second`,
    `${Math.round(feedWaitShare * 100)} % waiting for them`,
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
  ]
  return parts.join(', ')
}

const figure = (value: number | null | undefined) =>
  value === null || value === undefined ? 'undefined' : value.toFixed(3)

function epochLine({ epoch, epochs, validation }: Progress): string {
  const { loss, kappa, macroF1 } = validation ?? {}
  return `Epoch ${epoch} of ${epochs} is over; held out: loss ${figure(loss)}, macro F1 ${figure(macroF1)}, kappa ${figure(kappa)}`
}
