/** What one snapshot holds. */

import { authorise, membershipOfAll, noAccess } from '@/lib/auth'
import type { SnapshotSummary } from '@/lib/contracts/snapshot'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { snapshotSummary, withStudies } from './_shared/learning/snapshot-summary'

export async function viewSnapshot({ actor }: Context, snapshotId: string): Promise<SnapshotSummary> {
  const db = database()
  const row = await db.snapshot.findUnique({ where: { id: snapshotId }, include: withStudies })
  if (!row) throw noAccess()
  const studyIds = row.studies.map(({ study }) => study.id)
  authorise(actor, 'snapshot.read', await membershipOfAll(db, actor, studyIds))
  return snapshotSummary(row)
}
