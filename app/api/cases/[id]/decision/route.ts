/** POST: an adjudicator ends a case; the same decision again is answered as the first time. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { decisionRequest } from '@/lib/contracts/adjudication'
import { id } from '@/lib/contracts/scalars'
import { decideCase } from '@/lib/services/decide-case'

export const POST = route({
  access: ['adjudicator'],
  params: z.strictObject({ id }),
  body: decisionRequest,
  run: ({ context, params, body }) => decideCase(context, params.id, body),
})
