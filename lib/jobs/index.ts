/** The job queue: kinds, sending inside a transaction, and what a worker needs. */
export { closeJobs, createBoss, installQueues } from './boss'
export { type EnqueueOptions, enqueue, enqueueAll, parse as parseJob } from './enqueue'
export {
  type JobContext,
  type JobHandler,
  type JobKind,
  type JobLog,
  type JobPayload,
  jobKindNames,
  jobKinds,
} from './kinds'
