/** POST: begins an import into a study → { id }. */
import { route } from '@/app/_server'
import { importRequest } from '@/lib/contracts/imports'
import { openImport } from '@/lib/services/open-import'

export const POST = route({
  access: ['researcher', 'administrator'],
  body: importRequest,
  run: ({ context, body }) => openImport(context, body),
})
