/** GET: how far the import is and what could not be used → ImportReport. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { viewImport } from '@/lib/services/view-import'

export const GET = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  run: ({ context, params }) => viewImport(context, params.id),
})
