/** What every failed answer of /api looks like. */
import { z } from 'zod'

export const errorAnswer = z.object({
  error: z.object({
    /** `area.reason`, stable, for programs. */
    code: z.string(),
    /** For people. */
    sentence: z.string(),
    /** The same as in the x-request-id header and, for a failure of the server, in its log. */
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
})
export type ErrorAnswer = z.infer<typeof errorAnswer>
