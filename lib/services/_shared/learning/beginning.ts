/**
 * Where a run begins that continues another: with the other's last checkpoint of each stage, which lies in the run's own
 * folder, so that the other may go on, or go, without it.
 */
import fs from 'node:fs/promises'
import { z } from 'zod'
import type { TrainedStage } from '@/lib/contracts/recipe'
import { sha256 } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'
import { manifestSha256Of, openFolder, publishAgain } from '@/lib/storage'
import { runFolder } from '../stores'
import { checkpointFolder } from './checkpoint-folder'

/** `sha256` of the checkpoint's manifest; `step` = steps that were done when it was taken. */
const beginning = z.object({ sha256, step: z.int().min(0) })
export type Beginning = z.infer<typeof beginning>

/** `TrainingRun.beginnings` as it is stored. */
export const beginnings = z.object({ local: beginning.optional(), global: beginning.optional() })
export type Beginnings = z.infer<typeof beginnings>

export const isContinuable = ({ state }: { state: string }): boolean => state === 'finished' || state === 'stopped'

const parentFolder = (runId: string, stage: TrainedStage) => runFolder(runId, 'parent', stage)

/** @returns undefined where the parent has no checkpoint of that stage */
export async function takeBeginning(
  parentId: string,
  childId: string,
  stage: TrainedStage,
): Promise<Beginning | undefined> {
  const last = await checkpointFolder(runFolder(parentId, stage)).last()
  if (!last) return undefined
  const { manifestSha256 } = await publishAgain(last.folder, parentFolder(childId, stage))
  return { sha256: manifestSha256, step: last.step }
}

/** @throws AppError `storage.missing`, `storage.damaged`, `run.beginning` where it is another than the run began with */
export async function parentOf(
  runId: string,
  stage: TrainedStage,
  began: Beginning | undefined,
): Promise<{ files: Record<string, Buffer>; sha256: string } | undefined> {
  if (!began) return undefined
  const files = await openFolder(parentFolder(runId, stage))
  if (manifestSha256Of(files) === began.sha256) return { files, sha256: began.sha256 }
  throw new AppError('run.beginning', 'The checkpoint that this run began with was replaced; start a new run.', 409)
}

export const forgetParent = (runId: string, stage: TrainedStage) =>
  fs.rm(parentFolder(runId, stage), { recursive: true, force: true })
