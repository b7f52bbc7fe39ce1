/** GET: the protocol that holds and its versions. PUT: new settings, as a new version. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { protocol } from '@/lib/contracts/protocol'
import { id } from '@/lib/contracts/scalars'
import { changeProtocol } from '@/lib/services/change-protocol'
import { viewProtocol } from '@/lib/services/view-protocol'

const access = ['researcher', 'administrator'] as const
const params = z.strictObject({ id })

export const GET = route({ access, params, run: ({ context, params }) => viewProtocol(context, params.id) })

export const PUT = route({
  access,
  params,
  body: protocol,
  run: ({ context, params, body }) => changeProtocol(context, params.id, body),
})
