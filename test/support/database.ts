/**
 * A database and a data folder of one's own: a clone of the template, never a cleaned-up one. test/support/own-database.ts gives every
 * test file of the projects service, worker, e2e and security one before the file is loaded; call `freshDatabase()` for another.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { closeDatabase } from '@/lib/db'
import { resetEnv } from '@/lib/env'
import { closeJobs } from '@/lib/jobs'

export type FreshDatabase = {
  url: string
  dataFolder: string
  /** A connection beside Prisma's, e.g. to look at what another session sees. The caller ends it. */
  connect: () => Promise<pg.Client>
  drop: () => Promise<void>
}

/** Clones the template, makes an empty data folder, and points DATABASE_URL, CONCORD_DATA and `database()` at them. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url: serverUrl, superuserUrl, template } = inject('postgres')
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await asSuperuser(superuserUrl, `create database ${name} template ${template} owner concord`)
  const databaseUrl = new URL(serverUrl)
  databaseUrl.pathname = `/${name}`
  const url = databaseUrl.href
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'concord-test-data-'))
  await closeAll()
  Object.assign(process.env, {
    DATABASE_URL: url,
    CONCORD_DATA: dataFolder,
    NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
  })
  resetEnv()
  return {
    url,
    dataFolder,
    async connect() {
      const client = new pg.Client(url)
      await client.connect()
      return client
    },
    async drop() {
      await closeAll()
      await asSuperuser(superuserUrl, `drop database if exists ${name} with (force)`)
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function closeAll(): Promise<void> {
  await closeJobs()
  await closeDatabase()
}

async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql)
  await client.end()
}
