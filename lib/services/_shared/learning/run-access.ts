/** A run belongs to the studies of its snapshot: whoever is not in all of them does not see it. */
import { type Actor, authorise, membershipOfAll, noAccess } from '@/lib/auth'
import { database } from '@/lib/db'

export async function mayUseRun(actor: Actor, action: 'run.read' | 'run.command', runId: string): Promise<void> {
  const run = await database().trainingRun.findUnique({
    where: { id: runId },
    select: { snapshot: { select: { studies: { select: { studyId: true } } } } },
  })
  if (!run) throw noAccess()
  const studyIds = run.snapshot.studies.map(({ studyId }) => studyId)
  authorise(actor, action, await membershipOfAll(database(), actor, studyIds))
}
