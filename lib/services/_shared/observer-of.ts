/** Whoever reads on screen has an observer row: who their answers count as. Kept in step with role and qualification. */
import type { Role } from '@/lib/contracts/scalars'
import type { Tx } from '@/lib/db'
import type { Qualification } from '@/lib/domain/reading'

export type Reader = { userId: string; name: string; role: Role; qualification: Qualification | null }

const readingRoles: readonly Role[] = ['observer', 'adjudicator']

/** Makes or updates the row; an observer once made stays, as their readings do. */
export async function keepObserver(tx: Tx, { userId, name, role, qualification }: Reader): Promise<void> {
  if (!readingRoles.includes(role)) return
  const known = qualification ?? 'trainedObserver'
  const { count } = await tx.observer.updateMany({ where: { userId }, data: { qualification: known } })
  if (count > 0) return
  await tx.observer.create({ data: { kind: 'person', name: await freeName(tx, name), qualification: known, userId } })
}

/** Two people may share a name; observers may not: the second becomes “name (2)”. */
async function freeName(tx: Tx, name: string): Promise<string> {
  const taken = await tx.observer.findMany({
    where: { kind: 'person', OR: [{ name }, { name: { startsWith: `${name} (` } }] },
    select: { name: true },
  })
  const names = new Set(taken.map((observer) => observer.name))
  let free = name
  for (let n = 2; names.has(free); n++) free = `${name} (${n})`
  return free
}
