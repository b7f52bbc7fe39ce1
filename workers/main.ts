/**
 * A worker: takes jobs from the queue, one of each kind at a time, until it is told to end. Any number of them may run, on any number of
 * machines. On SIGTERM or SIGINT running jobs are asked to end (their signal aborts) and go back to the queue.
 */
import type { Job, PgBoss } from 'pg-boss'
import { closeDatabase } from '@/lib/db'
import { createBoss, type JobLog, jobKinds } from '@/lib/jobs'
import { type Pulse, startPulse } from '@/lib/jobs/pulse'
import { requeueReceivedFiles } from '@/lib/services/requeue-received-files'
import { sweepStorage } from '@/lib/services/sweep-storage'
import { startHeartbeat } from './heartbeat'
import { logError, logInfo } from './log'
import { checkRegistrations, type Registration, registrations } from './registry'

const pollSeconds = 2
const stopMillisecondsMax = 10_000
const now = () => new Date()
const ending = new AbortController()

async function main(): Promise<void> {
  checkRegistrations()
  const stopHeartbeat = await startHeartbeat(now)
  await tidyUp()
  const boss = createBoss((error) => logError('queue.failed', error))
  await boss.start()
  const pulse = startPulse((error) => logError('queue.pulseFailed', error))
  for (const registration of registrations) await work(boss, pulse, registration)
  logInfo('worker.started', { pid: process.pid, kinds: registrations.map(({ kind }) => kind) })

  await ended()
  logInfo('worker.ending')
  ending.abort()
  await boss.stop({ graceful: true, timeout: stopMillisecondsMax })
  await pulse.stop()
  await stopHeartbeat()
  await closeDatabase()
  logInfo('worker.ended')
}

/** What an earlier worker or a crash has left. Not worth staying down for. */
async function tidyUp(): Promise<void> {
  try {
    const waiting = await requeueReceivedFiles()
    const swept = await sweepStorage(now())
    logInfo('worker.tidied', { waiting, swept })
  } catch (error) {
    logError('worker.tidyFailed', error)
  }
}

/** After a job the next one is looked for at once; what nobody was notified of (retries) within seconds. */
async function work(boss: PgBoss, pulse: Pulse, registration: Registration): Promise<void> {
  const intervals = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds }
  const id = await boss.work(registration.kind, { localConcurrency: 1, batchSize: 1, ...intervals }, async (jobs) => {
    for (const job of jobs) await runJob(registration, job, pulse)
    boss.notifyWorker(id)
  })
}

async function runJob({ kind, run }: Registration, job: Job<unknown>, pulse: Pulse): Promise<void> {
  const fields = { kind, jobId: job.id, attempt: job.retryCount + 1 }
  const since = performance.now()
  logInfo('job.started', { ...fields, payload: job.data })
  const signal = AbortSignal.any([job.signal, ending.signal])
  const release = pulse.hold(kind, job.id)
  try {
    const isLastAttempt = job.retryCount >= jobKinds[kind].options.retryLimit
    const log: JobLog = (event, more) => logInfo(event, { ...fields, ...more })
    await run(job.data, { signal, now, log, isLastAttempt })
    // Whoever was interrupted has not finished, whatever it says: the queue hands it out again.
    if (ending.signal.aborted) throw new Error('The worker ended before the job did.')
    logInfo('job.finished', { ...fields, milliseconds: Math.round(performance.now() - since) })
  } catch (error) {
    logError('job.failed', error, fields)
    throw error
  } finally {
    release()
  }
}

const ended = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    logError('worker.died', error)
    process.exit(1)
  })
}

try {
  await main()
  process.exit(0)
} catch (error) {
  logError('worker.died', error)
  process.exit(1)
}
