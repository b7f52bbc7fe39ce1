// Keeps one child process running: starts it again when it dies, later each time it dies soon, and says so in one line.
import { spawn } from 'node:child_process'
import { fromRoot, root } from './paths.mjs'
import { say } from './say.mjs'

const firstDelay = 500
const delayMax = 30_000
/** Who lived this long is healthy: the next death counts as the first. */
const healthyMilliseconds = 60_000
const stopMillisecondsMax = 15_000

/**
 * @param {{ name: string, args: string[], env: Record<string, string>, log: (line: string) => void }} options
 * args: of node; log: gets each line that it prints
 * @returns {{ stop: () => Promise<void>, kill: () => void }}
 */
export function keepRunning({ name, args, env, log }) {
  let child
  let timer
  let isStopping = false
  let deaths = 0

  const start = () => {
    const since = Date.now()
    const preload = ['--import', fromRoot('scripts/launcher/end-with-parent.mjs')]
    // A group of its own: Ctrl-C reaches the launcher alone, which stops everybody in order.
    child = spawn(process.execPath, [...preload, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    })
    for (const stream of [child.stdout, child.stderr]) forEachLine(stream, log)
    child.on('close', (code, signal) => {
      if (isStopping) return
      deaths = Date.now() - since > healthyMilliseconds ? 1 : deaths + 1
      const delay = Math.min(delayMax, firstDelay * 2 ** (deaths - 1))
      say(`The ${name} ended (${signal ?? `exit code ${code}`}); it is started again in ${delay / 1000} s.`)
      timer = setTimeout(start, delay)
    })
  }
  start()

  const isGone = () => child.exitCode !== null || child.signalCode !== null
  return {
    stop: () =>
      new Promise((resolve) => {
        isStopping = true
        clearTimeout(timer)
        if (isGone()) return resolve()
        const last = setTimeout(() => child.kill('SIGKILL'), stopMillisecondsMax)
        child.once('exit', () => {
          clearTimeout(last)
          resolve()
        })
        child.kill('SIGTERM')
      }),
    kill: () => {
      isStopping = true
      clearTimeout(timer)
      child.kill('SIGKILL')
    },
  }
}

function forEachLine(stream, log) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) log(line)
  })
  stream.on('end', () => {
    if (rest) log(rest)
  })
}
