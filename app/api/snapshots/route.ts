/** POST: freezes a snapshot → { id }. GET: the snapshots one may see. */
import { route } from '@/app/_server'
import { snapshotRequest } from '@/lib/contracts/snapshot'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { listSnapshots } from '@/lib/services/list-snapshots'

const access = ['researcher', 'administrator'] as const

export const POST = route({ access, body: snapshotRequest, run: ({ context, body }) => freezeSnapshot(context, body) })
export const GET = route({ access, run: ({ context }) => listSnapshots(context) })
