/** The runs on snapshots of studies that the asker belongs to, newest first. */

import { mayDo, studiesOf } from '@/lib/auth'
import type { RunSummary } from '@/lib/contracts/run'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { runSummary } from './_shared/learning/run-summary'

const listMax = 200

export async function listRuns({ actor }: Context): Promise<RunSummary[]> {
  if (!mayDo(actor, 'run.read', { member: true })) return []
  const rows = await database().trainingRun.findMany({
    where: { snapshot: { studies: { every: { study: studiesOf(actor) } } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: listMax,
    include: { snapshot: { select: { name: true } } },
  })
  return rows.map(runSummary)
}
