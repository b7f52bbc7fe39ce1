/** What lesions and grade have in common: an answer a photograph, in order; what cannot be answered is said and counted. */
import { printJson, printLine } from './json-line'
import { progressLine } from './progress-line'
import { interruptedCode, stopSignal } from './stop-signal'

type Answer<Result> = { photograph: string } & ({ result: Result } | { error: string })

export type Telling<Result> = {
  photographs: readonly string[]
  ask(signal: AbortSignal): AsyncIterable<Answer<Result>>
  isJson: boolean
  /** What a line of JSON holds. */
  asJson(result: Result): unknown
  inWords(result: Result): string
  /** Before an answer is told; `place` counts photographs from 0. */
  keep?(result: Result, place: number): Promise<void>
}

/** @returns the exit code: 1 when a photograph had no answer */
export async function tellAnswers<Result>(telling: Telling<Result>): Promise<number> {
  const { photographs, ask, isJson, asJson, inWords, keep } = telling
  const signal = stopSignal('Stopping; what was printed is whole.')
  const progress = progressLine('photographs')
  let failed = 0
  let done = 0
  try {
    for await (const answer of ask(signal)) {
      progress.end()
      if ('error' in answer) {
        failed++
        console.error(`${answer.photograph}: ${answer.error}`)
        if (isJson) await printJson({ photograph: answer.photograph, error: answer.error })
      } else {
        await keep?.(answer.result, done)
        await (isJson ? printJson(asJson(answer.result)) : printLine(inWords(answer.result)))
      }
      done++
      progress(done, photographs.length)
    }
  } catch (error) {
    if (!signal.aborted) throw error
    return interruptedCode
  } finally {
    progress.end()
  }
  return failed > 0 ? 1 : 0
}
