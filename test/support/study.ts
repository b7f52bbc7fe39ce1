/** A study to work in, and people in it. Every call makes its own. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/auth'
import { commandLineActor } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import type { Context } from '@/lib/services/_shared/context'
import { createStudy } from '@/lib/services/create-study'

export const testNow = new Date('2026-03-01T10:00:00.000Z')

export const commandLine: Context = { actor: commandLineActor, now: testNow }

export const newStudy = async (preset = 'k-of-n', name = `Study ${randomUUID()}`): Promise<string> =>
  (await createStudy(commandLine, { name, preset })).id

/** A person with a role, a member of the given studies. */
export async function person(role: Role, studyIds: string[] = []): Promise<Context> {
  const id = randomUUID()
  await database().user.create({
    data: {
      id,
      email: `${id}@example.org`,
      name: 'Observer A',
      passwordHash: 'none',
      role,
      memberships: { create: studyIds.map((studyId) => ({ studyId })) },
    },
  })
  const actor: Actor = { userId: id, role, qualification: null, observerId: null, name: 'Observer A' }
  return { actor, now: testNow }
}
