// The embedded Postgres of a data folder: `holdPostgres` starts it (or joins one that runs), `releasePostgres` stops it when nobody uses it
// any more. Listens on loopback only, with random passwords. Postgres' own programs are driven directly; nothing sits in between.
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { openCluster } from './postgres/cluster.mjs'
import { setGuard } from './postgres/guard.mjs'
import { runningServer, startServer, stopServer, superuser } from './postgres/server.mjs'
import { join, leave } from './postgres/users-of.mjs'

const name = 'concord'
const guards = new Map()

/**
 * @param {string} givenFolder absolute; links on the way are followed
 * @param {{ quick?: boolean }} [options] quick: without fsync, for data that nobody would miss
 * @returns {Promise<{ url: string, superuserUrl: string, port: number, wasRunning: boolean, isNew: boolean, runsAs: string | undefined }>}
 */
export async function holdPostgres(givenFolder, options) {
  const cluster = await openCluster(givenFolder, options)
  const dataFolder = resolved(givenFolder)
  // Joined before it is up, so that nobody who leaves now stops it.
  join(dataFolder)
  if (!guards.has(dataFolder)) guards.set(dataFolder, setGuard(dataFolder))
  const { port, wasRunning } = await startServer(cluster)
  await ensureDatabase(cluster, port)
  const url = (user, password, database) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
  return {
    url: url(name, cluster.password, name),
    superuserUrl: url('postgres', cluster.superuserPassword, 'postgres'),
    port,
    wasRunning,
    isNew: cluster.isNew,
    runsAs: cluster.user?.name,
  }
}

/** @returns {Promise<boolean>} was it stopped? Not if somebody else uses it. */
export async function releasePostgres(givenFolder, pid = process.pid) {
  const dataFolder = resolved(givenFolder)
  guards.get(dataFolder)?.()
  guards.delete(dataFolder)
  // A folder that was removed meanwhile has no server, and must not get one.
  if (!fs.existsSync(path.join(dataFolder, 'postgres')) || leave(dataFolder, pid)) return false
  await stopServer(await openCluster(dataFolder))
  return true
}

/** Is its process there? Cheap: for looking every second. */
export const isPostgresThere = (dataFolder) => runningServer(path.join(dataFolder, 'postgres')) !== undefined

/** One name for one folder, whichever way it was called. */
const resolved = (folder) => (fs.existsSync(folder) ? fs.realpathSync(folder) : folder)

/** The product works as a user who owns its database and nothing else. */
async function ensureDatabase(cluster, port) {
  const client = new pg.Client(superuser(cluster, port))
  await client.connect()
  try {
    // Two commands may come here at once on a first start.
    await client.query('select pg_advisory_lock(7207002)')
    const { rows } = await client.query(
      'select (select 1 from pg_roles where rolname = $1) as role, (select 1 from pg_database where datname = $1) as database',
      [name],
    )
    if (!rows[0].role)
      await client.query(`create role ${name} login password ${client.escapeLiteral(cluster.password)}`)
    if (!rows[0].database) await client.query(`create database ${name} owner ${name}`)
  } finally {
    await client.end()
  }
}
