// Sees to it that Postgres does not outlive the process that started it, however that process ends.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * Starts a shell that holds the reading end of a pipe whose writing end dies with this process, and then becomes stop-orphan.mjs.
 * A shell, because waiting in one costs nothing.
 * @returns {() => void} dismisses the guard
 */
export function setGuard(dataFolder) {
  if (process.platform === 'win32') return () => undefined
  const stopOrphan = fileURLToPath(new URL('stop-orphan.mjs', import.meta.url))
  const command = [process.execPath, stopOrphan, dataFolder, String(process.pid)]
  const child = spawn('/bin/sh', ['-c', 'read -r _; exec "$@"', 'sh', ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  child.unref()
  child.stdin.unref?.()
  return () => child.kill()
}
