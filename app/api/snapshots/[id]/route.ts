/** GET: what a snapshot holds → SnapshotSummary. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { viewSnapshot } from '@/lib/services/view-snapshot'

export const GET = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  run: ({ context, params }) => viewSnapshot(context, params.id),
})
