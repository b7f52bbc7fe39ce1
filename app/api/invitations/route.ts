/** A one-time sign-up link, shown once: what is stored cannot be turned back into it. */
import { route } from '@/app/_server/route'
import { type InvitationAnswer, inviteRequest } from '@/lib/contracts/people'
import { invitePerson } from '@/lib/services/invite-person'

export const POST = route({
  access: ['administrator'],
  body: inviteRequest,
  run: async ({ context, body, request }): Promise<InvitationAnswer> => {
    const { invitationId, token, expiresAt } = await invitePerson(context, body)
    // The sender check has made sure that this is an address under which people reach us.
    const origin = request.headers.get('origin') ?? ''
    return { id: invitationId, link: `${origin}/invite/${token}`, expiresAt: expiresAt.toISOString() }
  },
})
