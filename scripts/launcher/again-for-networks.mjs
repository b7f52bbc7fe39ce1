// Runs a command once more, in a process that was started with the right allocator: nothing can be changed about that later.
// The two are one command to whoever started it: what one is told the other hears, and neither outlives the other.
import { spawn } from 'node:child_process'
import { ensureNativeBackend, workerEnvironment } from '../install-native.mjs'
import { fromRoot } from './paths.mjs'
import { identityOf, processOf } from './process-identity.mjs'

const lookEveryMs = 1000

/**
 * @param {string[]} args of node: the script and what it was called with
 * @returns {Promise<number>} its exit code
 */
export async function againForNetworks(args) {
  const { notice } = await ensureNativeBackend({ log: (line) => console.error(line) })
  if (notice) console.error(notice)
  const child = spawn(process.execPath, ['--import', fromRoot('scripts/launcher/end-with-parent.mjs'), ...args], {
    env: { ...process.env, ...workerEnvironment(), CONCORD_WORKER_ENVIRONMENT: '1' },
    // The channel carries nothing: when it closes, this process is gone.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_command) endWithNpm()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') console.error('The process was killed from outside, perhaps because memory ran out.')
      resolve(code ?? 1)
    })
  })
}

/**
 * npx and npm run wait for us to the end. When they are gone, somebody killed them, and meant us. They start a shell that starts
 * us; any other process above may well end before us (nohup).
 */
function endWithNpm() {
  const parent = processOf(process.ppid)
  const npm = [process.ppid, parent?.parent].find(
    (pid) => pid && /^npm\b|\bnp[mx]-cli\b/.test(processOf(pid)?.command ?? ''),
  )
  const identity = npm && identityOf(npm)
  if (!identity) return
  setInterval(() => {
    if (identityOf(npm) !== identity) process.exit(1)
  }, lookEveryMs).unref()
}
