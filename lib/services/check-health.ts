/** What an operator asks first: is the database there, does anybody work, does the work queue up, is there room? */
import { setTimeout as wait } from 'node:timers/promises'
import { database } from '@/lib/db'
import { env } from '@/lib/env'
import { freeBytes } from '@/lib/storage/free-space'

const databaseMillisecondsMax = 3_000
/** A worker beats more often than this; after it, it counts as gone. */
const beatSecondsMax = 60
const freeBytesMin = 1024 ** 3

export type Health = {
  /** `poor`: it answers, but something below needs a look. */
  status: 'ok' | 'poor' | 'down'
  database: 'up' | 'down'
  /** Seconds that the oldest waiting job has waited; 0 when none waits; null when it cannot be told. */
  queueSeconds: number | null
  workersAlive: number | null
  freeBytes: number | null
}

export async function checkHealth(now: Date): Promise<Health> {
  const free = await freeBytes(env().dataFolder)
  const working = await Promise.race([askDatabase(now), wait(databaseMillisecondsMax, null, { ref: false })])
  if (!working) return { status: 'down', database: 'down', queueSeconds: null, workersAlive: null, freeBytes: free }
  const isPoor = working.workersAlive === 0 || (free !== null && free < freeBytesMin)
  return { status: isPoor ? 'poor' : 'ok', database: 'up', ...working, freeBytes: free }
}

async function askDatabase(now: Date): Promise<{ queueSeconds: number | null; workersAlive: number } | null> {
  try {
    const since = new Date(now.getTime() - beatSecondsMax * 1000)
    const workersAlive = await database().workerBeat.count({ where: { beatAt: { gt: since } } })
    return { workersAlive, queueSeconds: await oldestWaitingSeconds() }
  } catch (error) {
    // Whatever the reason: who cannot be asked is down, and the reason stands in the log of whoever needed it.
    return error instanceof Error ? null : Promise.reject(error)
  }
}

/** pg-boss keeps its own tables, made when a worker first starts. */
async function oldestWaitingSeconds(): Promise<number | null> {
  const [there] = await database().$queryRaw<
    { there: boolean }[]
  >`select to_regclass('pgboss.job') is not null as there`
  if (!there?.there) return null
  const [oldest] = await database().$queryRaw<{ seconds: number }[]>`
    select coalesce(extract(epoch from now() - min(start_after)), 0)::float8 as seconds
    from pgboss.job where state in ('created', 'retry') and start_after <= now()`
  return oldest?.seconds ?? 0
}
