/** What a run tells while it goes, and what stays of an epoch when it is over. */
import { z } from 'zod'
import type { TrainedStage } from '@/lib/contracts/recipe'
import { type Validation, validationSchema } from './validation'

/** Holds no times: a run that was interrupted has the same history as one that was not. */
export const epochSummarySchema = z.strictObject({
  /** From 1. */
  epoch: z.number().int().min(1),
  /** Steps done by its end. */
  step: z.number().int().min(1),
  /** Mean over its steps, nats. */
  loss: z.number(),
  /** Of its last step. */
  learningRate: z.number(),
  /** null where there are no validation items. */
  validation: validationSchema.nullable(),
})
export type EpochSummary = z.infer<typeof epochSummarySchema>

export type Progress = {
  stage: TrainedStage
  /** From 1. */
  epoch: number
  epochs: number
  /** Steps done, 1 … stepsTotal. */
  step: number
  stepsTotal: number
  /** Cross-entropy of this step's batch, nats. */
  loss: number
  learningRate: number
  /** Of the last few steps, reading included, validation and checkpoints not. */
  examplesPerSecond: number
  /** Share of that time in which the network waited for its batch, 0…1. */
  feedWaitShare: number
  /** With the last step of an epoch. */
  validation?: Validation
  /** With the last step of a run that ends before its last epoch. */
  endsEarly?: true
}

/** Share of the past that a step leaves in the meter: about the last ten steps count. */
const memory = 0.9

/** Rates over the last few steps. Times are milliseconds of the caller's clock. */
export function createMeter() {
  let items = 0
  let feed = 0
  let total = 0
  return {
    add(itemCount: number, feedMs: number, totalMs: number) {
      items = items * memory + itemCount
      feed = feed * memory + feedMs
      total = total * memory + totalMs
    },
    rates: () => ({
      examplesPerSecond: total > 0 ? (items * 1000) / total : 0,
      feedWaitShare: total > 0 ? feed / total : 0,
    }),
  }
}
