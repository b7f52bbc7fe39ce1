/** Takes a sign-up link back. */
import { z } from 'zod'
import { route } from '@/app/_server/route'
import { id } from '@/lib/contracts/scalars'
import { revokeInvitation } from '@/lib/services/revoke-invitation'

export const DELETE = route({
  access: ['administrator'],
  params: z.strictObject({ id }),
  body: z.strictObject({}),
  run: async ({ context, params }) => {
    await revokeInvitation(context, params.id)
  },
})
