/** The people of one study. */
import { authorise, studyMembership } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import type { Qualification } from '@/lib/domain/reading'
import type { Context } from './_shared/context'

export type Member = {
  id: string
  name: string
  role: Role
  qualification: Qualification | null
  disabledAt: Date | null
  joinedAt: Date
}

/** @throws AppError `access.none` */
export async function listMembers({ actor }: Context, studyId: string): Promise<Member[]> {
  authorise(actor, 'study.members', await studyMembership(database(), actor, studyId))
  const rows = await database().studyMember.findMany({
    where: { studyId },
    select: {
      joinedAt: true,
      user: { select: { id: true, name: true, role: true, qualification: true, disabledAt: true } },
    },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  })
  return rows.map(({ joinedAt, user }) => ({ ...user, joinedAt }))
}
