/** POST: the next item to read, or null where none can be handed out now; and how many are still asked of this person. */
import { route } from '@/app/_server'
import { claimRequest } from '@/lib/contracts/reading'
import { claimReading } from '@/lib/services/claim-reading'
import { queueOverview } from '@/lib/services/queue-overview'

export const POST = route({
  access: ['observer', 'adjudicator'],
  body: claimRequest,
  run: async ({ context, body }) => {
    const assignment = await claimReading(context, body)
    if (assignment) return { assignment, left: assignment.progress.left }
    const entries = await queueOverview(context)
    const entry = entries.find(({ studyId, task }) => studyId === body.studyId && task === body.task)
    return { assignment, left: entry?.left ?? 0 }
  },
})
