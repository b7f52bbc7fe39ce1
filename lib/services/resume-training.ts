/** Goes on with a run that was stopped or failed: from its last checkpoint, without doing a finished stage again. */
import { auditActor } from '@/lib/auth'
import { appendAudit, inTransaction } from '@/lib/db'
import { enqueue } from '@/lib/jobs'
import type { Context } from './_shared/context'
import { mayUseRun } from './_shared/learning/run-access'

/** @returns changed: false where it runs or waits already, or is finished */
export async function resumeTraining({ actor, now }: Context, runId: string): Promise<{ changed: boolean }> {
  await mayUseRun(actor, 'run.command', runId)
  return inTransaction(async (tx) => {
    const { count } = await tx.trainingRun.updateMany({
      where: { id: runId, state: { in: ['stopped', 'failed'] } },
      data: { state: 'queued', stopRequested: false, sentence: '', endedAt: null },
    })
    if (count === 0) return { changed: false }
    await enqueue(tx, 'train-run', { runId })
    const step = { action: 'run.resumed', subject: `run:${runId}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload: {} })
    return { changed: true }
  })
}
