// Which process is that? A number alone is reused: after a kill and a restart it may belong to somebody else. Number and start time are not.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

/** @returns {string | undefined} equal as long as it is the same process; undefined when it is gone (or only waits to be buried) */
export function identityOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') return linuxIdentity(pid)
  if (process.platform === 'win32') return isThere(pid) ? String(pid) : undefined
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() ? `${pid} ${stdout.trim()}` : undefined
}

function linuxIdentity(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (!stat) return undefined
  // The name, in brackets, may hold anything; what follows it is state, parent … and, 20th, the start in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim()
  return `${pid} ${fields[19]} ${boot}`
}

/** @returns {{ parent: number, command: string } | undefined} undefined where it is gone, or where this system does not tell */
export function processOf(pid) {
  if (process.platform === 'win32') return undefined
  const { status, stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
  const [, parent, command] = (status === 0 && /^\s*(\d+)\s+(.*)/.exec(stdout)) || []
  return parent === undefined ? undefined : { parent: Number(parent), command }
}

function isThere(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
