/** Marks as they cross the network. Pixels of the original photograph; see lib/domain/mark.ts. */
import { z } from 'zod'
import type { Mark } from '@/lib/domain/mark'
import { lesionKind } from './scalars'

const coordinate = z.number().min(-20_000).max(40_000)
const length = z.number().positive().max(40_000)

export const markShape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('point'), x: coordinate, y: coordinate }),
  z.strictObject({
    type: z.literal('ellipse'),
    x: coordinate,
    y: coordinate,
    rx: length,
    ry: length,
    angle: z.number().min(-360).max(360),
  }),
  z.strictObject({ type: z.literal('box'), x: coordinate, y: coordinate, width: length, height: length }),
  z.strictObject({
    type: z.literal('polygon'),
    points: z
      .array(z.strictObject({ x: coordinate, y: coordinate }))
      .min(3)
      .max(4000),
  }),
])

export const mark = z.strictObject({
  id: z.string().min(1).max(64),
  kind: lesionKind,
  shape: markShape,
  confidence: z.enum(['high', 'medium', 'low']).optional(),
}) satisfies z.ZodType<Mark>
