/**
 * Opens what there is to read: for each photograph and each task of the protocol its items, under that version.
 * Called when a photograph has arrived and when a protocol changes. Opening again is harmless: what is there stays.
 */
import { fieldOfView } from '@/lib/contracts/field-of-view'
import type { Tx } from '@/lib/db'
import { sha256Hex } from '@/lib/domain/hash'
import { insideGrid, insideIndices } from '@/lib/domain/patch-grid'
import type { Protocol } from '@/lib/domain/protocol'
import { type Task, tasks } from '@/lib/domain/reading'
import { wantColumns } from './items'

export type OpenUnder = { id: string; studyId: string; settings: Protocol }

const photographsAtOnce = 500

/**
 * @param only the tasks to open; all that the protocol reads when absent
 * @returns how many items are new
 */
export async function openItems(
  tx: Tx,
  photographIds: string | readonly string[],
  protocol: OpenUnder,
  only: readonly Task[] = tasks,
): Promise<number> {
  const ids = typeof photographIds === 'string' ? [photographIds] : photographIds
  let opened = 0
  for (let from = 0; from < ids.length; from += photographsAtOnce) {
    const photographs = await tx.photograph.findMany({
      where: { id: { in: ids.slice(from, from + photographsAtOnce) }, studyId: protocol.studyId },
      select: { id: true, fieldOfView: true },
    })
    const data = photographs.flatMap((photograph) =>
      only.flatMap((task) => itemsOf(photograph.id, photograph.fieldOfView, task, protocol)),
    )
    const { count } = await tx.item.createMany({ data, skipDuplicates: true })
    opened += count
  }
  return opened
}

function itemsOf(photographId: string, storedFieldOfView: unknown, task: Task, { id, studyId, settings }: OpenUnder) {
  const asked = settings[task]
  if (!asked) return []
  return partsOf(storedFieldOfView, task, settings).map((patchIndices, part) => ({
    studyId,
    photographId,
    protocolId: id,
    task,
    part,
    patchIndices,
    orderKey: orderKey(`${id} ${photographId} ${task} ${part}`),
    ...wantColumns(asked.panel),
  }))
}

/** The patches of each part; one part without patches for a task that is about the photograph as a whole. */
function partsOf(storedFieldOfView: unknown, task: Task, settings: Protocol): number[][] {
  if (task !== 'patches' || !settings.patches) return [[]]
  const { patchesPerItem } = settings.patches
  const inside = insideIndices(insideGrid(fieldOfView.parse(storedFieldOfView), settings.grid))
  return Array.from({ length: Math.ceil(inside.length / patchesPerItem) }, (_, part) =>
    inside.slice(part * patchesPerItem, (part + 1) * patchesPerItem),
  )
}

/** Uniform in 0 … 2³¹ − 1: as good as random to a reader, the same whenever it is made again. */
const orderKey = (name: string) => Number.parseInt(sha256Hex(name).slice(0, 8), 16) >>> 1
