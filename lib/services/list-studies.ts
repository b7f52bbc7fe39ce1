/** The studies that the actor belongs to, newest first, with what stands in them. Counts only: nothing about any answer. */
import { studiesOf } from '@/lib/auth'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'

export type StudySummary = {
  id: string
  name: string
  createdAt: Date
  photographs: number
  members: number
  /** Items by state. */
  items: { open: number; agreed: number; case: number; unresolved: number; leftOut: number }
}

export async function listStudies({ actor }: Context): Promise<StudySummary[]> {
  const studies = await database().study.findMany({
    where: studiesOf(actor),
    select: { id: true, name: true, createdAt: true, _count: { select: { photographs: true, members: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
  const states = await database().item.groupBy({
    by: ['studyId', 'state'],
    where: { studyId: { in: studies.map((study) => study.id) } },
    _count: true,
  })
  return studies.map(({ _count, ...study }) => {
    const items = { open: 0, agreed: 0, case: 0, unresolved: 0, leftOut: 0 }
    for (const row of states) if (row.studyId === study.id) items[row.state] = row._count
    return { ...study, ..._count, items }
  })
}
