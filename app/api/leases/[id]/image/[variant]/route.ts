/** GET: a picture of the photograph of an own assignment. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { imageVariants } from '@/lib/services/_shared/photograph-image'
import { leaseImage } from '@/lib/services/view-lease-image'

export const GET = route({
  access: ['observer', 'adjudicator'],
  params: z.strictObject({ id, variant: z.enum(imageVariants) }),
  run: ({ context, params, request }) => leaseImage(context, { leaseId: params.id, variant: params.variant, request }),
})
