/**
 * Who is running a run. A worker that was thought dead may still be alive: whoever starts takes a new token, and whoever
 * finds another token in the row has been replaced and must not write anything any more.
 */
import { randomUUID } from 'node:crypto'
import { database, type Prisma, type Tx } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Backend } from '@/lib/network'

export type RunClaim = { runId: string; attempt: string }

/** The row, as long as this claim holds. */
export const stillMine = ({ runId, attempt }: RunClaim) =>
  ({
    id: runId,
    state: 'running',
    backend: { path: ['attempt'], equals: attempt },
  }) satisfies Prisma.TrainingRunWhereInput

export const replaced = () =>
  new AppError('run.replaced', 'Another worker has taken this run over; this one leaves it alone.', 409)

/**
 * Takes a run that is queued, or that a worker left running.
 * @returns undefined where there is nothing to do: it is over, or somebody stopped it in the meantime
 */
export async function claimRun(
  runId: string,
  { name, version, threads }: Pick<Backend, 'name' | 'version' | 'threads'>,
  now: Date,
): Promise<RunClaim | undefined> {
  const db = database()
  await db.trainingRun.updateMany({
    where: { id: runId, state: { in: ['queued', 'running'] }, stopRequested: true },
    data: { state: 'stopped', endedAt: now, sentence: 'Stopped before it went on.' },
  })
  const attempt = randomUUID()
  const backend = { name, version, threads, attempt }
  const { count } = await db.trainingRun.updateMany({
    where: { id: runId, state: { in: ['queued', 'running'] } },
    data: { state: 'running', backend, sentence: '', endedAt: null },
  })
  if (count === 0) return undefined
  await db.trainingRun.updateMany({ where: { id: runId, startedAt: null }, data: { startedAt: now } })
  return { runId, attempt }
}

/** Changes the row, if it is still ours. @throws AppError `run.replaced` */
export async function updateMine(
  tx: Tx,
  claim: RunClaim,
  data: Prisma.TrainingRunUpdateManyMutationInput,
): Promise<{ stopRequested: boolean }> {
  const rows = await tx.trainingRun.updateManyAndReturn({
    where: stillMine(claim),
    data,
    select: { stopRequested: true },
  })
  const [row] = rows
  if (!row) throw replaced()
  return row
}
