/**
 * An item with everything that a rule or a reader needs, its stored JSON parsed. Nothing here says what anybody answered.
 */
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { protocol } from '@/lib/contracts/protocol'
import type { Tx } from '@/lib/db'
import { lockItem } from '@/lib/db/claims'
import { AppError } from '@/lib/domain/errors'
import { insideGrid, insideIndices } from '@/lib/domain/patch-grid'
import type { Protocol, TaskSettings } from '@/lib/domain/protocol'
import type { Task } from '@/lib/domain/reading'
import type { SeatCounts } from '@/lib/domain/seats'

const include = { photograph: true, protocol: true, study: { select: { name: true } } } as const

export type LoadedItem = Awaited<ReturnType<typeof findItem>>

/** Throws 404 where there is no such item. */
async function findItem(tx: Tx, itemId: string) {
  const row = await tx.item.findUnique({ where: { id: itemId }, include })
  if (!row) throw new AppError('item.missing', 'There is no such item, or it is not yours to read.', 404)
  return { ...row, settings: protocol.parse(row.protocol.settings), fov: fieldOfView.parse(row.photograph.fieldOfView) }
}

export const loadItem = (tx: Tx, itemId: string): Promise<LoadedItem> => findItem(tx, itemId)

/** Loads the item as nobody else can change it until the transaction ends. */
export async function loadLockedItem(tx: Tx, itemId: string): Promise<LoadedItem> {
  await lockItem(tx, itemId)
  return findItem(tx, itemId)
}

export const wantedSeats = (item: { wantTrained: number; wantExpert: number; wantAny: number }): SeatCounts => ({
  trainedObserver: item.wantTrained,
  ophthalmologist: item.wantExpert,
  any: item.wantAny,
})

export const wantColumns = (wanted: SeatCounts) => ({
  wantTrained: wanted.trainedObserver,
  wantExpert: wanted.ophthalmologist,
  wantAny: wanted.any,
})

/** The settings of a task under a protocol that reads it; an item of a task without settings cannot exist. */
export function settingsOf<T extends Task>(settings: Protocol, task: T): NonNullable<Protocol[T]> & TaskSettings {
  const found = settings[task]
  if (!found) throw new AppError('protocol.task', `The protocol “${settings.name}” does not read ${task}.`, 500)
  return found
}

/** Which patches an answer to this item speaks about, ascending. */
export function patchesOf(item: Pick<LoadedItem, 'task' | 'patchIndices' | 'settings' | 'fov'>): number[] {
  switch (item.task) {
    case 'grade':
      return []
    case 'patches':
      return item.patchIndices
    case 'marks':
      return insideIndices(insideGrid(item.fov, item.settings.grid))
  }
}
