/** The queue's own side: its schema, its queues, and the instances that workers and senders use. pg-boss keeps to the schema `pgboss`. */
import { PgBoss } from 'pg-boss'
import { env } from '@/lib/env'
import { jobKindNames, jobKinds } from './kinds'

const workerPoolSize = 4
/** How often killed workers' jobs are looked for: with a heartbeat of 10 s such a job runs again after some 11–15 s. */
const superviseSeconds = 5

/** A worker's instance; the caller starts and stops it. Reports what goes wrong in the background to `onError`. */
export function createBoss(onError: (error: Error) => void): PgBoss {
  const boss = new PgBoss({
    connectionString: env().databaseUrl,
    max: workerPoolSize,
    migrate: false,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  })
  boss.on('error', onError)
  return boss
}

/** Creates or updates the queue's tables and one queue a kind. Part of start-up, beside the migrations. */
export async function installQueues(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  const problems: Error[] = []
  boss.on('error', (error) => problems.push(error))
  await boss.start()
  for (const name of jobKindNames) {
    const { options } = jobKinds[name]
    // stately: per key, one job may wait while one runs. A second press of a button adds nothing; one during the run is not lost.
    await boss.createQueue(name, { ...options, policy: 'stately', notify: true })
    await boss.updateQueue(name, { ...options, notify: true })
  }
  await boss.stop({ graceful: false })
  const [problem] = problems
  if (problem) throw problem
}

let sender: Promise<PgBoss> | undefined

/** One connection, closed when idle, to learn about the queues; what is sent goes through the caller's transaction. */
export function senderBoss(): Promise<PgBoss> {
  sender ??= startSender().catch((error: unknown) => {
    sender = undefined
    throw error
  })
  return sender
}

async function startSender(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: env().databaseUrl,
    max: 1,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  // Its only background work is refreshing what it knows of the queues; a send that fails tells by itself.
  boss.on('error', () => undefined)
  return boss.start()
}

/** For processes that end by themselves: commands, tests. */
export async function closeJobs(): Promise<void> {
  const boss = await sender
  sender = undefined
  await boss?.stop({ graceful: false })
}
