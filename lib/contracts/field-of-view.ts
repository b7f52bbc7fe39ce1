/** `Photograph.fieldOfView` as it is stored; see lib/domain/field-of-view.ts. */
import { z } from 'zod'
import type { FieldOfView } from '@/lib/domain/field-of-view'

export const fieldOfView = z.object({
  centreX: z.number(),
  centreY: z.number(),
  radius: z.number().positive(),
  crop: z.object({ x: z.number(), y: z.number(), side: z.number().positive() }),
  visible: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).optional(),
}) satisfies z.ZodType<FieldOfView>
