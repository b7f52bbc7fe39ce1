/** A protocol as a researcher sends it. Whether its numbers make sense together is lib/domain/protocol-presets' `validateProtocol`. */
import { z } from 'zod'
import type { Protocol } from '@/lib/domain/protocol'
import { shortText } from './scalars'

const count = z.number().int().min(0).max(20)
const panel = z.strictObject({ trainedObserver: count, ophthalmologist: count, any: count })
const rule = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('kOfN'), k: count.min(1), n: count.min(1) }),
  z.strictObject({ type: z.literal('expertCheck') }),
  z.strictObject({ type: z.literal('unanimous') }),
])
const taskSettings = z.strictObject({
  panel,
  rule,
  onDiscrepancy: z.enum(['adjudicate', 'leaveOut']),
  extraObserversMax: z.number().int().min(0).max(5),
})

export const protocol = z.strictObject({
  name: shortText,
  preset: z.string().max(60),
  grid: z.strictObject({
    d: z.number().int().min(64).max(2048),
    h: z.number().int().min(16).max(512),
    ov: z.number().int().min(0).max(496),
  }),
  markToPatch: z.strictObject({
    areaShareMin: z.number().gt(0).max(1),
    patchShareMin: z.number().gt(0).max(1).optional(),
  }),
  marks: taskSettings.nullable(),
  patches: taskSettings.extend({ patchesPerItem: z.number().int().min(1).max(1024) }).nullable(),
  grade: taskSettings
    .extend({
      toleranceGrades: z.union([z.literal(0), z.literal(1)]),
      revealSourceGrade: z.boolean(),
      trainedGrades: z.array(z.number().int().min(0).max(4)).min(2).max(5),
    })
    .nullable(),
  leaseSeconds: z.number().int().min(60).max(86_400),
}) satisfies z.ZodType<Protocol>

/** GET /api/studies/:id/protocol — newest version first; `items` are those that are pinned to a version and still count. */
export type ProtocolView = {
  version: number
  settings: Protocol
  versions: { version: number; name: string; at: string; by: string | null; items: number }[]
}
