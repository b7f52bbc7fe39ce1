/**
 * A trained network becomes a model version: its files as one folder that appears whole, its figures on the test side, and
 * a row that names both. Its id follows from run and stage, so that a worker which was killed half-way finds its own traces.
 */
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { TrainedStage } from '@/lib/contracts/recipe'
import { appendAudit, inTransaction } from '@/lib/db'
import { sha256Hex } from '@/lib/domain/hash'
import type { ModelFiles } from '@/lib/network'
import { publishFolder } from '@/lib/storage'
import { modelFolder } from '../stores'
import { type RunClaim, updateMine } from './run-claim'

/** A UUID of version 8: made by a rule of our own. */
export function modelVersionId(runId: string, stage: TrainedStage): string {
  const hex = sha256Hex(`model ${runId} ${stage}`)
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export type NewModel = {
  stage: TrainedStage
  architecture: string
  files: ModelFiles
  evaluation: Evaluation
  now: Date
}

export async function publishModel(claim: RunClaim, { stage, architecture, files, evaluation, now }: NewModel) {
  const id = modelVersionId(claim.runId, stage)
  const { manifestSha256 } = await publishFolder(modelFolder(id), files)
  await inTransaction(async (tx) => {
    await updateMine(tx, claim, {})
    const model = { id, runId: claim.runId, stage, architecture, manifestSha256, createdAt: now }
    await tx.modelVersion.create({ data: { ...model, evaluation } })
    const payload = { runId: claim.runId, stage, architecture, manifestSha256 }
    await appendAudit(tx, { action: 'model.published', subject: `model:${id}`, actor: 'system', payload, at: now })
  })
}
