// Postgres refuses to run as root. Where Concord is started as root, Postgres' programs run as another user of the machine,
// who must be able to enter the folders they work in.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Sentence } from '../launcher/say.mjs'

const candidates = ['postgres', 'nobody']

/** @returns {{ name: string, uid: number, gid: number } | undefined} the user to drop to; undefined when nobody needs to */
export function userForPostgres() {
  if (process.getuid?.() !== 0) return undefined
  const rows = fs.readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const candidate of candidates) {
    const [name, , uid, gid] = rows.find((row) => row.startsWith(`${candidate}:`))?.split(':') ?? []
    if (name) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Sentence(
    'Postgres refuses to run as root, and this machine has neither a user postgres nor a user nobody: add one (useradd --system postgres), or start Concord as an ordinary user.',
  )
}

/** Throws one sentence naming the first folder on the way to `folder` that Postgres' user may not enter. */
export function requireEntry(folder, user) {
  if (!user || canEnter(folder, user)) return
  const parents = ancestors(folder)
  const closed = parents.find((parent) => !canEnter(parent, user)) ?? folder
  throw new Sentence(
    `Postgres refuses to run as root and runs as the user ${user.name}, who cannot enter ${closed}: run chmod o+x ${closed}, set CONCORD_DATA to a folder elsewhere (and clone Concord outside of it), or start Concord as an ordinary user.`,
  )
}

const ancestors = (folder) => {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [...ancestors(parent), folder]
}

/** Asked of the machine itself: permission bits alone do not tell (lists of access, mounts). */
const canEnter = (folder, { uid, gid }) =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0

/**
 * Runs one of Postgres' programs. Nothing of this process' environment reaches it but what a program needs to run at all.
 * @returns {Promise<{ status: number | null, output: string }>}
 */
export function runAs(user, program, args, { capture = true } = {}) {
  const { PATH, SystemRoot, TMPDIR, TEMP } = process.env
  const child = spawn(program, args, {
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
    cwd: user ? '/' : undefined,
    env: {
      PATH,
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(SystemRoot ? { SystemRoot } : {}),
      ...(TMPDIR ? { TMPDIR } : {}),
      ...(TEMP ? { TEMP } : {}),
    },
    // A server that is started must not hold our pipes: waiting for them would be waiting for it to end.
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'ignore',
    windowsHide: true,
  })
  let output = ''
  child.stdout?.on('data', (text) => {
    output += text
  })
  child.stderr?.on('data', (text) => {
    output += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}
