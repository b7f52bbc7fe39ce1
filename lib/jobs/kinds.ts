/**
 * Every kind of job: what it carries, what it is about, and how it is retried. workers/registry.ts gives each its handler.
 * Delivery is at least once: handlers are idempotent.
 */
import type { Queue } from 'pg-boss'
import { z } from 'zod'
import { id } from '@/lib/contracts/scalars'

const hour = 3_600

type Definition<P> = {
  payload: z.ZodType<P>
  /** What the job is about: at most one job waits and one runs per key. */
  key: (payload: P) => string
  options: { retryLimit: number } & Pick<
    Queue,
    'retryDelay' | 'retryDelayMax' | 'retryBackoff' | 'heartbeatSeconds' | 'expireInSeconds' | 'retentionSeconds'
  >
}

const define = <P>(definition: Definition<P>) => definition

export const jobKinds = {
  /**
   * One stored file becomes a photograph, or is listed with the reason why not. A full disk or a database that is away for an
   * afternoon costs nothing: after a second, then two, four … and at last every five minutes it is tried again, for some five hours.
   */
  'ingest-photograph': define({
    payload: z.strictObject({ importFileId: id }),
    key: ({ importFileId }) => importFileId,
    options: {
      retryLimit: 70,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 300,
      heartbeatSeconds: 10,
      expireInSeconds: 300,
    },
  }),
  /**
   * One press of *Train*, resumed from its last checkpoint by every retry. The 24 hours are the queue's own limit: a longer run is
   * interrupted once a day and resumes.
   */
  'train-run': define({
    payload: z.strictObject({ runId: id }),
    key: ({ runId }) => runId,
    options: { retryLimit: 100, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 24 * hour },
  }),
}

export type JobKind = keyof typeof jobKinds
export type JobPayload<K extends JobKind> = z.infer<(typeof jobKinds)[K]['payload']>

export const jobKindNames = Object.keys(jobKinds) as JobKind[]

/** One line for the log: what happened and what one needs to find out more. */
export type JobLog = (event: string, fields?: Record<string, unknown>) => void

export type JobContext = {
  /** Aborts when the job is no longer ours (stopped, expired, taken over): end soon, write nothing more. */
  signal: AbortSignal
  now: () => Date
  log: JobLog
  /** The queue hands it out no more, whatever happens now: leave nothing open. */
  isLastAttempt: boolean
}

/** Returns when the work is done or need not be done; throws to be tried again. */
export type JobHandler<K extends JobKind> = (payload: JobPayload<K>, context: JobContext) => Promise<void>
