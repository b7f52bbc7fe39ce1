/** GET: everything about a run → RunView. POST: stops or resumes it. */
import { z } from 'zod'
import { route } from '@/app/_server'
import { runCommand } from '@/lib/contracts/run'
import { id } from '@/lib/contracts/scalars'
import { resumeTraining } from '@/lib/services/resume-training'
import { stopTraining } from '@/lib/services/stop-training'
import { viewRun } from '@/lib/services/view-run'

const access = ['researcher', 'administrator'] as const
const params = z.strictObject({ id })

export const GET = route({ access, params, run: ({ context, params }) => viewRun(context, params.id) })

export const POST = route({
  access,
  params,
  body: runCommand,
  run: ({ context, params, body }) =>
    body.command === 'stop' ? stopTraining(context, params.id) : resumeTraining(context, params.id),
})
