/** POST: starts training → { id }. GET: the runs one may see. */
import { route } from '@/app/_server'
import { runRequest } from '@/lib/contracts/run'
import { listRuns } from '@/lib/services/list-runs'
import { startTraining } from '@/lib/services/start-training'

const access = ['researcher', 'administrator'] as const

export const POST = route({ access, body: runRequest, run: ({ context, body }) => startTraining(context, body) })
export const GET = route({ access, run: ({ context }) => listRuns(context) })
