/** POST: a new run that goes on where this one ended → { id }. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { continuationRequest } from '@/lib/contracts/run'
import { id } from '@/lib/contracts/scalars'
import { continueTraining } from '@/lib/services/continue-training'

export const POST = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  body: continuationRequest,
  run: ({ context, params, body }) => continueTraining(context, params.id, body),
})
