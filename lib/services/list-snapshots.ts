/** The snapshots of studies that the asker belongs to, newest first. */

import { mayDo, studiesOf } from '@/lib/auth'
import type { SnapshotSummary } from '@/lib/contracts/snapshot'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { snapshotSummary, withStudies } from './_shared/learning/snapshot-summary'

const listMax = 200

/** Every study of a snapshot must be one's own: its figures tell about all of them. */
export async function listSnapshots({ actor }: Context): Promise<SnapshotSummary[]> {
  if (!mayDo(actor, 'snapshot.read', { member: true })) return []
  const rows = await database().snapshot.findMany({
    where: { studies: { every: { study: studiesOf(actor) } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: listMax,
    include: withStudies,
  })
  return rows.map(snapshotSummary)
}
