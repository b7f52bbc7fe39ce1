/** POST: the next item to read, or null where nothing is left. */
import { route } from '@/app/_server'
import { claimRequest } from '@/lib/contracts/reading'
import { claimReading } from '@/lib/services/claim-reading'

export const POST = route({
  access: ['observer', 'adjudicator'],
  body: claimRequest,
  run: async ({ context, body }) => ({ assignment: await claimReading(context, body) }),
})
