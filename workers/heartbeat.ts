/** A row that says that this worker is alive; the health page counts those that are fresh. */
import { randomUUID } from 'node:crypto'
import os from 'node:os'
import { database } from '@/lib/db'
import { logError } from './log'

const beatMilliseconds = 5_000
const forgottenMilliseconds = 24 * 60 * 60 * 1000

/** Beats now and then every 5 s; a database that is away is waited for. @returns stops it and takes the row away */
export async function startHeartbeat(now: () => Date): Promise<() => Promise<void>> {
  const id = randomUUID()
  const startedAt = now()
  const beat = async () => {
    const beatAt = now()
    const row = { host: os.hostname(), pid: process.pid, startedAt, beatAt }
    await database().workerBeat.upsert({ where: { id }, create: { id, ...row }, update: { beatAt } })
    // Workers that were killed leave their rows behind.
    await database().workerBeat.deleteMany({
      where: { beatAt: { lt: new Date(beatAt.getTime() - forgottenMilliseconds) } },
    })
  }
  await beat()
  const timer = setInterval(() => {
    beat().catch((error: unknown) => logError('worker.heartbeatFailed', error))
  }, beatMilliseconds)
  return async () => {
    clearInterval(timer)
    await database().workerBeat.deleteMany({ where: { id } })
  }
}
