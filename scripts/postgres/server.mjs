// Starting and stopping the server of a cluster. Whether it is up is asked with a real connection, never guessed from files;
// files only tell which process and port to ask. Repairs what a kill −9 leaves behind.
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { identityOf } from '../launcher/process-identity.mjs'
import { Sentence } from '../launcher/say.mjs'
import { runAs } from './run-as.mjs'

/** How long a server may take to answer: recovery after a crash can be long. */
const startMillisecondsMax = 120_000
/** Orphaned back ends of a killed server need a moment to end; until then a new one refuses to start. */
const orphanMillisecondsMax = 20_000
const pollMilliseconds = 250
const logBytesMax = 5_000_000
const passing =
  /pre-existing shared memory|lock file .* already exists|still in use|Address already in use|could not bind|shutting down/i

/** @param {import('./cluster.mjs').Cluster} cluster  @returns {Promise<{ port: number, wasRunning: boolean }>} */
export async function startServer(cluster) {
  const since = performance.now()
  const waited = () => performance.now() - since
  for (;;) {
    const running = runningServer(cluster.folder)
    if (running) {
      if (await answers(cluster, running.port)) return { port: running.port, wasRunning: true }
      if (waited() > startMillisecondsMax) throw notAnswering(cluster)
      await pause(pollMilliseconds)
      continue
    }
    removeStalePidFile(cluster.folder)
    const port = await choosePort(cluster.folder)
    const log = freshLog(cluster)
    const { status } = await runAs(
      cluster.user,
      cluster.pgCtl,
      ['-D', cluster.folder, '-w', '-t', '60', '-l', log, '-o', `-p ${port}`, 'start'],
      { capture: false },
    )
    if (status === 0 && (await answers(cluster, port))) return { port, wasRunning: false }
    if (runningServer(cluster.folder)) continue
    const reason = lastFatalLine(log)
    if (!passing.test(reason) || waited() > orphanMillisecondsMax) {
      throw new Sentence(`Postgres did not start: ${reason || 'it said nothing'}. Its log is ${log}.`)
    }
    await pause(2 * pollMilliseconds)
  }
}

/** Lets running statements be cut off, nothing be lost; does nothing when no server runs. */
export async function stopServer({ folder, user, pgCtl }) {
  if (!runningServer(folder)) return
  const { status } = await runAs(user, pgCtl, ['-D', folder, '-m', 'fast', '-w', '-t', '60', 'stop'], {
    capture: false,
  })
  if (status !== 0 && runningServer(folder)) throw new Sentence(`Postgres in ${folder} did not stop within a minute.`)
}

/** @returns {{ pid: number, port: number } | undefined} what postmaster.pid tells, if its process is there and is this cluster's */
export function runningServer(folder) {
  const [pid, , , port] = readPidFile(folder) ?? []
  if (!pid || !identityOf(Number(pid)) || !worksIn(Number(pid), folder)) return undefined
  return { pid: Number(pid), port: Number(port) }
}

function readPidFile(folder) {
  const file = path.join(folder, 'postmaster.pid')
  return fs.existsSync(file)
    ? fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim())
    : undefined
}

/** A number of a dead server may belong to another program by now; a server's working folder is its cluster. */
function worksIn(pid, folder) {
  if (process.platform !== 'linux') return true
  try {
    const real = fs.realpathSync(folder)
    return (workingFolder(pid) ?? folderOfCommand(pid)) === real
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

/** Links resolved; undefined where the machine does not let us see it (root without the right to trace, another user's process). */
function workingFolder(pid) {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`)
  } catch (error) {
    if (error.code === 'EACCES' || error.code === 'EPERM') return undefined
    throw error
  }
}

/** What stands behind -D; everybody may see that of every process. */
function folderOfCommand(pid) {
  const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  const at = words.indexOf('-D')
  return at > 0 && path.basename(words[0]) === 'postgres' ? fs.realpathSync(words[at + 1]) : undefined
}

const isGone = ({ code }) => ['ENOENT', 'ESRCH', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)

/** Postgres would take the number of a dead server for a live one's if anything has that number now. Never while a back end still runs. */
function removeStalePidFile(folder) {
  const [pid] = readPidFile(folder) ?? []
  if (!pid || process.platform !== 'linux') return
  const someoneWorksThere = fs.readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), folder))
  if (!someoneWorksThere) fs.rmSync(path.join(folder, 'postmaster.pid'), { force: true })
}

/** The port of last time if nobody else took it. Noted, because people keep it in their database tools. */
async function choosePort(folder) {
  const file = path.join(folder, 'concord-port')
  const noted = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0
  const port = (noted && (await freePort(noted))) || (await freePort(0))
  if (port !== noted) {
    fs.writeFileSync(`${file}.new`, `${port}\n`)
    fs.renameSync(`${file}.new`, file)
  }
  return port
}

/** @returns {Promise<number | undefined>} `port`, or any for 0, if it can be listened to */
function freePort(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', (error) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    )
    server.listen({ port, host: '127.0.0.1' }, () => {
      const { port: chosen } = server.address()
      server.close(() => resolve(chosen))
    })
  })
}

/** Up means: lets a user in and answers. Not yet: refused, or told that it is starting. Anything else is worth telling. */
async function answers(cluster, port) {
  const client = new pg.Client({ ...superuser(cluster, port), connectionTimeoutMillis: 5_000 })
  // A server that dies while we ask says so here, and again in the promise.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch (error) {
    if (error.code === '28P01') {
      throw new Sentence(
        `Something else than Concord's Postgres answers at 127.0.0.1:${port} in its name: the passwords in ${cluster.folder}/concord.json are not its.`,
      )
    }
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

export const superuser = (cluster, port) => ({
  host: '127.0.0.1',
  port,
  user: 'postgres',
  password: cluster.superuserPassword,
  database: 'postgres',
  ssl: false,
})

function freshLog({ folder, user }) {
  const log = path.join(folder, 'server.log')
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0
  if (size > logBytesMax) fs.renameSync(log, `${log}.old`)
  fs.appendFileSync(log, '--- start\n', { mode: 0o600 })
  if (user) fs.chownSync(log, user.uid, user.gid)
  return log
}

function lastFatalLine(log) {
  const lines = fs.readFileSync(log, 'utf8').split('--- start\n').at(-1)?.split('\n') ?? []
  return (lines.findLast((line) => /FATAL|PANIC|error|could not/i.test(line)) ?? '')
    .replace(/^.*?(FATAL|PANIC|LOG):\s*/, '')
    .trim()
}

const notAnswering = ({ folder }) =>
  new Sentence(
    `Postgres runs in ${folder} but has not answered for ${startMillisecondsMax / 1000} s; its log is ${folder}/server.log.`,
  )
