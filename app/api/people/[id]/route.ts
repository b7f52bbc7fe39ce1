/** Role, qualification, disabled: counts from that person's next request. */
import { z } from 'zod'
import { route } from '@/app/_server/route'
import { personRequest } from '@/lib/contracts/people'
import { id } from '@/lib/contracts/scalars'
import { changePerson } from '@/lib/services/change-person'

export const PATCH = route({
  access: ['administrator'],
  params: z.strictObject({ id }),
  body: personRequest,
  run: async ({ context, params, body }) => {
    await changePerson(context, params.id, body)
  },
})
