/** A new study. */
import { route } from '@/app/_server/route'
import { studyRequest } from '@/lib/contracts/imports'
import { createStudy } from '@/lib/services/create-study'

export const POST = route({
  access: ['researcher', 'administrator'],
  body: studyRequest,
  run: ({ context, body }) => createStudy(context, body),
})
