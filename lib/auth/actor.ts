/** Who asks. Built from the database on every request; nothing about a person is trusted from a cookie. */
import type { Role } from '@/lib/contracts/scalars'
import type { Qualification } from '@/lib/domain/reading'

export type Actor = {
  /** null: the command line of the machine itself, which has no account. */
  userId: string | null
  role: Role
  qualification: Qualification | null
  /** The observer whose readings this person gives; null where the role does not read. */
  observerId: string | null
  name: string
}

/** Whoever can start programs on the machine owns its data already: commands act as an administrator without an account. */
export const commandLineActor: Actor = {
  userId: null,
  role: 'administrator',
  qualification: null,
  observerId: null,
  name: 'Command line',
}

/** How the audit chain names the actor: `user:<id>` or `system`. */
export const auditActor = (actor: Actor): string => (actor.userId === null ? 'system' : `user:${actor.userId}`)
