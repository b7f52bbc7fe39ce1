/** An answer on its way to the server. It stays in the keep until the server has acknowledged it. */
import { z } from 'zod'
import { submitRequest } from '@/lib/contracts/reading'
import { id } from '@/lib/contracts/scalars'

export const parcel = z.strictObject({
  version: z.literal(1),
  userId: id,
  request: submitRequest,
  queuedAt: z.number(),
  /** Deliveries that did not reach the server. */
  attempts: z.number().int().min(0),
  /** Milliseconds since 1970. */
  nextTryAt: z.number(),
  /** Set when the server will not have it: what it said. The answer stays here until its owner decides. */
  refusal: z.string().nullable(),
})
export type Parcel = z.infer<typeof parcel>

export function parseParcel(value: unknown): Parcel | undefined {
  const parsed = parcel.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
