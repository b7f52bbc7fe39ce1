/** Signing up with a one-time link. Signing in is the next step, and the page takes it. */
import { route } from '@/app/_server/route'
import { signUpRequest } from '@/lib/contracts/people'
import { acceptInvitation } from '@/lib/services/accept-invitation'

export const POST = route({
  access: 'anyone',
  body: signUpRequest,
  run: async ({ body, now }) => {
    await acceptInvitation(body, now)
    return { signedUp: true }
  },
})
