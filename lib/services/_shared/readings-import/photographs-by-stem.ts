/** A study's photographs by the stem of their file name: how readings made elsewhere name what they are about. */
import type { Tx } from '@/lib/db'
import { photographStem } from '@/lib/domain/kaggle-name'
import type { Task } from '@/lib/domain/reading'

export type NamedPhotograph = {
  id: string
  width: number
  height: number
  /** What to read now; null where the task is not asked. */
  item: { id: string; protocolId: string } | null
}

/**
 * Lower-case stem → photographs. A file that arrived as a duplicate names the photograph that was there first. Several photographs may
 * share a stem, in different folders: they are left for the caller to refuse.
 */
export async function photographsByStem(tx: Tx, studyId: string, task: Task): Promise<Map<string, NamedPhotograph[]>> {
  const photographs = await tx.photograph.findMany({
    where: { studyId },
    select: { id: true, fileName: true, width: true, height: true },
  })
  const duplicates = await tx.importFile.findMany({
    where: { import: { studyId }, state: 'duplicate', photographId: { not: null } },
    select: { name: true, photographId: true },
  })
  const items = await newestItems(tx, studyId, task)
  const byStem = new Map<string, NamedPhotograph[]>()
  const add = (name: string, photograph: (typeof photographs)[number] | undefined) => {
    if (!photograph) return
    const stem = stemKey(name)
    const { id, width, height } = photograph
    const others = (byStem.get(stem) ?? []).filter((other) => other.id !== id)
    byStem.set(stem, [...others, { id, width, height, item: items.get(id) ?? null }])
  }
  const byId = new Map(photographs.map((photograph) => [photograph.id, photograph]))
  for (const photograph of photographs) add(photograph.fileName, photograph)
  for (const { name, photographId } of duplicates) add(name, byId.get(photographId ?? ''))
  return byStem
}

export const stemKey = (name: string): string => photographStem(name).toLowerCase()

/** Photograph → its item under the newest protocol version that reads it. What was left out after it was read still is what was read. */
async function newestItems(tx: Tx, studyId: string, task: Task) {
  const items = await tx.item.findMany({
    where: { studyId, task, OR: [{ state: { not: 'leftOut' } }, { readings: { some: {} } }] },
    orderBy: [{ protocol: { version: 'asc' } }, { round: 'asc' }],
    select: { id: true, photographId: true, protocolId: true },
  })
  return new Map(items.map(({ id, photographId, protocolId }) => [photographId, { id, protocolId }]))
}
