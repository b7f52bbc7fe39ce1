/** Who there is: everything for administrators, names to choose from for whoever leads a study. */
import { authorise } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import type { Qualification } from '@/lib/domain/reading'
import type { Context } from './_shared/context'
import { openInvitation } from './_shared/open-invitation'

export type Person = {
  id: string
  name: string
  email: string
  role: Role
  qualification: Qualification | null
  disabledAt: Date | null
  createdAt: Date
  studies: string[]
}
export type OpenInvitation = {
  id: string
  name: string
  email: string
  role: Role
  qualification: Qualification | null
  createdAt: Date
  expiresAt: Date
}

/** @throws AppError `access.none` */
export async function listPeople({
  actor,
  now,
}: Context): Promise<{ people: Person[]; invitations: OpenInvitation[] }> {
  authorise(actor, 'people.manage')
  const users = await database().user.findMany({
    omit: { passwordHash: true },
    include: { memberships: { select: { study: { select: { name: true } } }, orderBy: { joinedAt: 'asc' } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  const invitations = await database().invitation.findMany({
    where: openInvitation(now),
    select: { id: true, name: true, email: true, role: true, qualification: true, createdAt: true, expiresAt: true },
    orderBy: { createdAt: 'desc' },
  })
  const people = users.map(({ memberships, ...user }) => ({ ...user, studies: memberships.map((m) => m.study.name) }))
  return { people, invitations }
}

export type Choosable = { id: string; name: string; role: Role; qualification: Qualification | null }

/** People who can be added to a study: not disabled; no addresses. @throws AppError `access.none` */
export async function listChoosablePeople({ actor }: Context): Promise<Choosable[]> {
  authorise(actor, 'people.choose')
  return database().user.findMany({
    where: { disabledAt: null },
    select: { id: true, name: true, role: true, qualification: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
}
