/**
 * Says in the queue that running jobs are alive, from a thread of its own: one step of training on WebAssembly can keep the
 * process busy for longer than a heartbeat, and the queue would hand the job to somebody else.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { env } from '@/lib/env'
import type { JobKind } from './kinds'

/** Half of what a job's heartbeat must at least be, and a little. */
const everyMilliseconds = 4_000

/** To the thread: a job begins or is over, or all is over. */
export type PulseMessage = { hold: { kind: string; jobId: string } } | { release: string } | 'stop'

export type Pulse = {
  /** From now on the job is said to be alive. @returns ends that */
  hold(kind: JobKind, jobId: string): () => void
  stop(): Promise<void>
}

/** Plain JavaScript, so that the thread needs nothing but the queue's own package. */
const thread = path.join(path.dirname(fileURLToPath(import.meta.url)), 'pulse-thread.mjs')

/** @param onError a beat that failed, and a thread that is gone: the queue's own heartbeat, in this thread, goes on */
export function startPulse(onError: (error: Error) => void, intervalMs = everyMilliseconds): Pulse {
  const worker = new Worker(thread, {
    workerData: { connectionString: env().databaseUrl, intervalMs },
    name: 'pulse',
    execArgv: [],
  })
  worker.on('message', (told: { message: string }) => onError(new Error(told.message)))
  worker.on('error', onError)
  const gone = new Promise<void>((resolve) => worker.on('exit', () => resolve()))
  const tell = (message: PulseMessage) => worker.postMessage(message)
  return {
    hold(kind, jobId) {
      tell({ hold: { kind, jobId } })
      return () => tell({ release: jobId })
    },
    stop() {
      tell('stop')
      return gone
    },
  }
}
