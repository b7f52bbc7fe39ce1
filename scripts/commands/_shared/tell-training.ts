/** How a training ended, for people or as one line of JSON. */
import type { ClassCounts } from '@/lib/services/_shared/folders/refuse-one-class'
import type { Trained } from '@/lib/services/_shared/folders/train-model'
import { sayEvaluation } from '../../loop/say'
import { printJson, printLine } from './json-line'
import { interruptedCode } from './stop-signal'

/** @returns the exit code */
export async function tellTrained(
  trained: Trained,
  { out, isJson }: { out: string; isJson: boolean },
): Promise<number> {
  if (trained.outcome === 'stopped') return tellStopped(trained.step)
  const { card, evaluation } = trained
  if (isJson) {
    const { architecture, classes, recipe, seed, backends, epoch, snapshotHash } = card
    await printJson({ model: out, architecture, classes, epoch, evaluation, recipe, seed, snapshotHash, backends })
    return 0
  }
  await printLine(
    evaluation ? sayEvaluation(evaluation, card.architecture) : 'Nothing was held out, so there are no figures.',
  )
  if (evaluation)
    await printLine(
      '  (Held out by patient. The epoch was chosen on them, so photographs never used for anything may score lower.)',
    )
  await printLine(`The model is ${out}.`)
  return 0
}

/** @param step after which it was; undefined before the first. @returns the exit code */
export function tellStopped(step?: number): number {
  console.error(`Stopped${step === undefined ? '' : ` after step ${step}`}. The same command goes on from there.`)
  return interruptedCode
}

export function tellCounts({ train, validation, classes }: ClassCounts, what: string): void {
  const side = (counts: readonly number[]) => classes.map((name, k) => `${counts[k] ?? 0} ${name}`).join(', ')
  console.error(`${what} to learn from: ${side(train)}`)
  console.error(`${what} held out:      ${side(validation)}`)
}

export const tellProblem = ({ file, line, sentence }: { file: string; line: number | null; sentence: string }): void =>
  console.error(`${file}${line === null ? '' : `, line ${line}`}: ${sentence}`)
