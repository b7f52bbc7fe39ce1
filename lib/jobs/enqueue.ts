/** Putting work into the queue as part of the caller's transaction: rolled back together, committed together. */
import { fromPrisma } from 'pg-boss'
import type { Tx } from '@/lib/db'
import { senderBoss } from './boss'
import { type JobKind, type JobPayload, jobKinds } from './kinds'

export type EnqueueOptions = {
  /** What the job is about, if not what its kind says. */
  singletonKey?: string
  /** Higher goes first; 0 unless said. */
  priority?: number
}

/** @returns false when a job about the same thing waits already (that one will do the work) */
export async function enqueue<K extends JobKind>(
  tx: Tx,
  kind: K,
  payload: JobPayload<K>,
  options: EnqueueOptions = {},
): Promise<boolean> {
  const data = parse(kind, payload)
  const boss = await senderBoss()
  const { singletonKey = keyOf(kind, data), priority } = options
  const jobId = await boss.send(kind, data, {
    db: fromPrisma(tx),
    singletonKey,
    ...(priority === undefined ? {} : { priority }),
  })
  return jobId !== null
}

const jobsPerStatement = 1_000

/** Many jobs of one kind, in few statements. Those about something that waits already are left out. */
export async function enqueueAll<K extends JobKind>(tx: Tx, kind: K, payloads: JobPayload<K>[]): Promise<void> {
  const boss = await senderBoss()
  const jobs = payloads.map((payload) => {
    const data = parse(kind, payload)
    return { data, singletonKey: keyOf(kind, data) }
  })
  for (let i = 0; i < jobs.length; i += jobsPerStatement) {
    await boss.insert(kind, jobs.slice(i, i + jobsPerStatement), { db: fromPrisma(tx) })
  }
}

/** Also what a worker does with what it finds in the queue. Throws when it is not what the kind says. */
export function parse<K extends JobKind>(kind: K, payload: unknown): JobPayload<K> {
  return jobKinds[kind].payload.parse(payload) as JobPayload<K>
}

const keyOf = <K extends JobKind>(kind: K, payload: JobPayload<K>): string =>
  (jobKinds[kind].key as (payload: JobPayload<K>) => string)(payload)
