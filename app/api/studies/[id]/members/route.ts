/** Who works in a study. */
import { z } from 'zod'
import { route } from '@/app/_server/route'
import { membersRequest } from '@/lib/contracts/people'
import { id } from '@/lib/contracts/scalars'
import { setMembers } from '@/lib/services/set-members'

export const PUT = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  body: membersRequest,
  run: async ({ context, params, body }) => {
    await setMembers(context, params.id, body)
  },
})
