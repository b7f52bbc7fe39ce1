/** POST: a sign of life, giving back, or skipping with a reason. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { leaseRequest } from '@/lib/contracts/reading'
import { id } from '@/lib/contracts/scalars'
import { giveBackLease } from '@/lib/services/give-back-lease'
import { renewLease } from '@/lib/services/renew-lease'
import { skipReading } from '@/lib/services/skip-reading'

export const POST = route({
  access: ['observer', 'adjudicator'],
  params: z.strictObject({ id }),
  body: leaseRequest,
  run: ({ context, params, body }) => {
    switch (body.action) {
      case 'renew':
        return renewLease(context, params.id)
      case 'giveBack':
        return giveBackLease(context, params.id)
      case 'skip':
        return skipReading(context, params.id, body.reason)
    }
  },
})
