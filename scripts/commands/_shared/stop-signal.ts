/**
 * Ctrl-C ends work at the next place where nothing is half done; pressed once more it ends at once. npx hands every signal on
 * to a command that the terminal has told already, so two in the same moment are one.
 */

export const interruptedCode = 130

const sameMomentMs = 1000

/** @param begun what is said when it is pressed the first time */
export function stopSignal(begun: string): AbortSignal {
  const stop = new AbortController()
  let pressed = Number.NEGATIVE_INFINITY
  const press = () => {
    const now = performance.now()
    if (stop.signal.aborted && now - pressed > sameMomentMs) process.exit(interruptedCode)
    if (stop.signal.aborted) return
    pressed = now
    console.error(begun)
    stop.abort(new Error('Stopped.'))
  }
  process.on('SIGINT', press)
  process.on('SIGTERM', press)
  // A terminal that closes ends the process that started this one, unless that was told not to mind (nohup); then this ends too.
  process.on('SIGHUP', () => undefined)
  return stop.signal
}
