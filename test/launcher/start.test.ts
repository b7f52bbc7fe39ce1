import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdPostgres, isPostgresThere, releasePostgres } from '@/scripts/embedded-postgres.mjs'
import { choosePort } from '@/scripts/launcher/port.mjs'

const patience = { timeout: 60_000, interval: 200 }
/** Building the pages is part of a first start. */
const firstStartMilliseconds = 300_000

let dataFolder = ''
let port = 0
let running: Started | undefined

type Started = { child: ChildProcess; printed: () => string; ended: Promise<number | null> }

function spawnStart(environment: Record<string, string> = {}): Started {
  const { DATABASE_URL: _, NEXTAUTH_SECRET: __, ...inherited } = process.env
  const env = { ...inherited, CONCORD_DATA: dataFolder, PORT: String(port), ...environment }
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const collect = (chunk: Buffer) => {
    text += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const ended = once(child, 'exit').then(() => child.exitCode)
  return { child, printed: () => text, ended }
}

async function startUntilReady(): Promise<Started> {
  const started = spawnStart()
  const isReady = new Promise<boolean>((resolve) => {
    started.child.stdout?.on('data', () => started.printed().includes('Concord is at') && resolve(true))
  })
  if (await Promise.race([isReady, started.ended.then(() => false)])) return started
  throw new Error(started.printed())
}

const health = async (): Promise<number> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/health`)).status
  } catch {
    return 0
  }
}

const query = async (sql: string): Promise<Record<string, unknown>[]> => {
  const { superuserPassword } = JSON.parse(readFileSync(path.join(dataFolder, 'postgres/concord.json'), 'utf8'))
  const at = Number(readFileSync(path.join(dataFolder, 'postgres/concord-port'), 'utf8'))
  const client = new pg.Client({
    host: '127.0.0.1',
    port: at,
    user: 'postgres',
    password: superuserPassword,
    database: 'concord',
    ssl: false,
  })
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const workerPids = async () =>
  (await query('select pid from "WorkerBeat" order by "startedAt"')).map(({ pid }) => Number(pid))
const tokenOf = (started: Started) => /\/invite\/(\S+)/.exec(started.printed())?.[1] ?? ''

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'concord-start-'))
  chmodSync(dataFolder, 0o711)
  port = await choosePort('0')
  running = await startUntilReady()
}, firstStartMilliseconds)

afterAll(async () => {
  running?.child.kill('SIGTERM')
  await running?.ended
  rmSync(dataFolder, { recursive: true })
})

const current = (): Started => {
  if (!running) throw new Error('Concord was not started.')
  return running
}

describe('npm start', () => {
  it('on an empty folder ends with the address and a sign-up link of which only the hash is stored', async () => {
    const token = tokenOf(current())
    expect(await health()).toBe(200)
    expect(current().printed()).toContain(`Concord is at http://localhost:${port}`)
    expect(await query('select role, "tokenHash", "usedAt" from "Invitation"')).toEqual([
      { role: 'administrator', tokenHash: createHash('sha256').update(token).digest('hex'), usedAt: null },
    ])
    expect((await fetch(`http://127.0.0.1:${port}/invite/${token}`)).status).toBe(200)
  })

  it('is refused a second time on the same data folder, and on the same port, in one sentence', async () => {
    const sameFolder = spawnStart({ PORT: '0' })
    expect(await sameFolder.ended).toBe(1)
    expect(sameFolder.printed().trim()).toBe(
      `Concord already runs with the data folder ${dataFolder} (process ${current().child.pid}): stop that one, or set CONCORD_DATA to another folder.`,
    )
    const samePort = spawnStart({ CONCORD_DATA: path.join(dataFolder, 'another') })
    expect(await samePort.ended).toBe(1)
    expect(samePort.printed()).toContain(`Port ${port} is in use by another program`)
    expect(await health()).toBe(200)
  })

  it('brings Postgres back after kill −9', async () => {
    const [pid] = readFileSync(path.join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n').map(Number)
    process.kill(pid ?? 0, 'SIGKILL')
    await expect.poll(() => current().printed(), patience).toContain('Postgres ended; it is started again.')
    await expect.poll(health, patience).toBe(200)
  })

  it('brings the worker back after kill −9', async () => {
    const before = await workerPids()
    process.kill(before.at(-1) ?? 0, 'SIGKILL')
    await expect.poll(() => current().printed(), patience).toContain('The worker ended (SIGKILL); it is started again')
    await expect.poll(async () => isAlive((await workerPids()).at(-1) ?? 0), patience).toBe(true)
  })

  it('killed with −9 leaves no process behind, and the next start repairs everything with a new sign-up link', async () => {
    const oldToken = tokenOf(current())
    const worker = (await workerPids()).at(-1) ?? 0
    current().child.kill('SIGKILL')
    await current().ended
    await expect.poll(() => isAlive(worker) || isPostgresThere(dataFolder), patience).toBe(false)
    await expect.poll(health, patience).toBe(0)
    running = await startUntilReady()
    expect(await health()).toBe(200)
    expect(await query('select count(*)::int as open from "Invitation" where "revokedAt" is null')).toEqual([
      { open: 1 },
    ])
    expect(tokenOf(current())).not.toBe(oldToken)
  })

  it('refuses a secret that anybody could guess', async () => {
    const weak = spawnStart({ CONCORD_DATA: path.join(dataFolder, 'weak'), PORT: '0', NEXTAUTH_SECRET: 'secret' })
    expect(await weak.ended).toBe(1)
    expect(weak.printed()).toContain('NEXTAUTH_SECRET is too short or well known')
    expect(isPostgresThere(path.join(dataFolder, 'weak'))).toBe(false)
  })

  it('stops everything on Ctrl-C, Postgres last, and gives the folder back', async () => {
    const worker = (await workerPids()).at(-1) ?? 0
    current().child.kill('SIGINT')
    expect(await current().ended).toBe(0)
    expect({
      worker: isAlive(worker),
      postgres: isPostgresThere(dataFolder),
      health: await health(),
      lock: existsSync(path.join(dataFolder, 'launcher.lock')),
      said: current().printed().trimEnd().endsWith('Stopped.'),
    }).toEqual({ worker: false, postgres: false, health: 0, lock: false, said: true })
    await holdPostgres(dataFolder)
    expect(
      await query('select count(*)::int as workers from "WorkerBeat" where "beatAt" > now() - interval \'1 second\''),
    ).toEqual([{ workers: 0 }])
    await releasePostgres(dataFolder)
  })
})
