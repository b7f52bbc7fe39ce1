/** POST: no more files will come. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { closeImport } from '@/lib/services/close-import'

export const POST = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  body: z.strictObject({}),
  run: ({ context, params }) => closeImport(context, params.id),
})
