/** Asks a run to stop. One that waits stops at once; one that runs stops after its present step, with a checkpoint. */
import { auditActor } from '@/lib/auth'
import { appendAudit, inTransaction } from '@/lib/db'
import type { Context } from './_shared/context'
import { mayUseRun } from './_shared/learning/run-access'

/** @returns changed: false where the run was over already or asked to stop before */
export async function stopTraining({ actor, now }: Context, runId: string): Promise<{ changed: boolean }> {
  await mayUseRun(actor, 'run.command', runId)
  return inTransaction(async (tx) => {
    const waiting = await tx.trainingRun.updateMany({
      where: { id: runId, state: 'queued' },
      data: { state: 'stopped', endedAt: now, sentence: 'Stopped before it began.' },
    })
    const running = await tx.trainingRun.updateMany({
      where: { id: runId, state: 'running', stopRequested: false },
      data: { stopRequested: true },
    })
    if (waiting.count + running.count === 0) return { changed: false }
    const step = { action: 'run.stopped', subject: `run:${runId}`, actor: auditActor(actor), at: now }
    await appendAudit(tx, { ...step, payload: {} })
    return { changed: true }
  })
}
