/**
 * Vitest's global set-up for projects that need Postgres: one embedded server for all runs of this checkout, in a temporary folder,
 * without fsync, and a template database with every migration and queue. It is made anew only when a migration or a queue changed.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/lib/db'
import { installQueues, jobKinds } from '@/lib/jobs'
import { type EmbeddedPostgres, holdPostgres, releasePostgres } from '@/scripts/embedded-postgres.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { url: string; superuserUrl: string; template: string }
  }
}

const templateLock = 7_207_003
const migrations = path.resolve('prisma/migrations')
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)
const folder = path.join(os.tmpdir(), `concord-tests-${hash(`${os.userInfo().uid} ${process.cwd()}`)}`)

/** Several projects of one run share the server; the last to end leaves it. */
const shared: typeof globalThis & { concordTestProjects?: number } = globalThis

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.concordTestProjects = (shared.concordTestProjects ?? 0) + 1
  const server = await startServer()
  await withSuperuser(server, dropLeftOvers)
  const template = await withSuperuser(server, (client) => ensureTemplate(client, server))
  project.provide('postgres', { url: server.url, superuserUrl: server.superuserUrl, template })
  return async () => {
    shared.concordTestProjects = (shared.concordTestProjects ?? 1) - 1
    if (shared.concordTestProjects === 0) await releasePostgres(folder)
  }
}

/** A server without fsync may not survive a crash of the machine: then it starts from nothing. */
async function startServer(): Promise<EmbeddedPostgres> {
  try {
    return await holdPostgres(folder, { quick: true })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return holdPostgres(folder, { quick: true })
  }
}

async function withSuperuser<T>(server: EmbeddedPostgres, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server.superuserUrl)
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

async function ensureTemplate(client: pg.Client, server: EmbeddedPostgres): Promise<string> {
  const template = `template_${hash(templateContent())}`
  await client.query('select pg_advisory_lock($1)', [templateLock])
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
  if (rowCount === 0) {
    const building = `building_${template}`
    await client.query(`drop database if exists ${building} with (force)`)
    await client.query(`create database ${building} owner concord`)
    await migrate(withDatabase(server.url, building), migrations)
    await installQueues(withDatabase(server.url, building))
    await client.query(`alter database ${building} rename to ${template}`)
  }
  return template
}

function templateContent(): string {
  const names = readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const texts = names.map(({ name }) => readFileSync(path.join(migrations, name, 'migration.sql'), 'utf8'))
  const queueVersion: unknown = JSON.parse(readFileSync('node_modules/pg-boss/package.json', 'utf8')).version
  return JSON.stringify([texts, queueVersion, Object.entries(jobKinds).map(([name, { options }]) => [name, options])])
}

/** Databases of test processes that were killed. */
async function dropLeftOvers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname like 'test\\_%'",
  )
  for (const { datname } of rows) {
    if (!isAlive(Number(datname.split('_')[1]))) await client.query(`drop database if exists ${datname} with (force)`)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
