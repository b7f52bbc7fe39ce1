/** A study's protocol: the settings that hold, and the versions there were. */
import { authorise, studyMembership } from '@/lib/auth'
import type { ProtocolView } from '@/lib/contracts/protocol'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'
import { currentProtocol } from './_shared/protocols'

export async function viewProtocol({ actor }: Context, studyId: string): Promise<ProtocolView> {
  const db = database()
  authorise(actor, 'study.configure', await studyMembership(db, actor, studyId))
  const { version, settings } = await currentProtocol(db, studyId)
  const rows = await db.protocolVersion.findMany({ where: { studyId }, orderBy: { version: 'desc' } })
  const items = await db.item.groupBy({
    by: ['protocolId'],
    where: { studyId, state: { not: 'leftOut' } },
    _count: true,
  })
  const users = await db.user.findMany({
    where: { id: { in: rows.flatMap((row) => row.createdById ?? []) } },
    select: { id: true, name: true },
  })
  const versions = rows.map((row) => ({
    version: row.version,
    name: nameOf(row.settings),
    at: row.createdAt.toISOString(),
    by: users.find((user) => user.id === row.createdById)?.name ?? null,
    items: items.find((item) => item.protocolId === row.id)?._count ?? 0,
  }))
  return { version, settings, versions }
}

const nameOf = (settings: unknown): string =>
  typeof settings === 'object' && settings !== null && 'name' in settings ? String(settings.name) : ''
