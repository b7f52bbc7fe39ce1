/** GET: a picture of a photograph, for researchers and for adjudicators of a case about it. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { imageVariants } from '@/lib/services/_shared/photograph-image'
import { photographImage } from '@/lib/services/view-photograph-image'

export const GET = route({
  access: ['adjudicator', 'researcher', 'administrator'],
  params: z.strictObject({ id, variant: z.enum(imageVariants) }),
  run: ({ context, params, request }) =>
    photographImage(context, { photographId: params.id, variant: params.variant, request }),
})
