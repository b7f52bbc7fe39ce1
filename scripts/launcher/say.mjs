// What the launcher says: one line a step, with the time it took; errors are one sentence.
/** An error whose message is the whole story: what, where, what to do. It is printed without a stack. */
export class Sentence extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** @param {string} line */
export function say(line) {
  console.log(line)
}

/**
 * Runs one step and prints `Name … outcome (0.9 s)` once it is over.
 * @template T
 * @param {string} name
 * @param {(tell: (outcome: string) => void) => Promise<T>} run may tell its outcome; `ready` otherwise
 * @returns {Promise<T>}
 */
export async function step(name, run) {
  const since = performance.now()
  let outcome = 'ready'
  const isTerminal = Boolean(process.stdout.isTTY)
  if (isTerminal) process.stdout.write(`${name} …`)
  try {
    const result = await run((told) => {
      outcome = told
    })
    process.stdout.write(`${isTerminal ? '\r' : ''}${name} … ${outcome} (${seconds(since)})\n`)
    return result
  } catch (error) {
    process.stdout.write(`${isTerminal ? '\r' : ''}${name} … failed (${seconds(since)})\n`)
    throw error
  }
}

/** Prints why the process ends and sets its exit code: a sentence alone where there is one, everything that is known otherwise. */
export function explain(error) {
  console.error(error instanceof Sentence || error?.name === 'AppError' ? `\n${error.message}` : error)
  process.exitCode = 1
}
