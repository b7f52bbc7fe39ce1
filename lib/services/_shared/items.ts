/**
 * An item with everything that a rule or a reader needs, its stored JSON parsed. Nothing here says what anybody answered.
 */
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { protocol } from '@/lib/contracts/protocol'
import type { Tx } from '@/lib/db'
import { findItemRow, type ItemRow, lockItemRow, lockItemRowOfLease } from '@/lib/db/items'
import { AppError } from '@/lib/domain/errors'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { insideGrid, insideIndices } from '@/lib/domain/patch-grid'
import type { Protocol, TaskSettings } from '@/lib/domain/protocol'
import type { Task } from '@/lib/domain/reading'
import type { SeatCounts } from '@/lib/domain/seats'

export type LoadedItem = Omit<ItemRow, 'settings' | 'fieldOfView'> & { settings: Protocol; fov: FieldOfView }

const parsed = (row: ItemRow | undefined): LoadedItem => {
  if (!row) throw new AppError('item.missing', 'There is no such item, or it is not yours to read.', 404)
  const { settings, fieldOfView: fov, ...rest } = row
  return { ...rest, settings: protocol.parse(settings), fov: fieldOfView.parse(fov) }
}

/** @throws AppError `item.missing` */
export const loadItem = async (tx: Tx, itemId: string): Promise<LoadedItem> => parsed(await findItemRow(tx, itemId))

/** The item as nobody else can change it until the transaction ends. @throws AppError `item.missing` */
export const loadLockedItem = async (tx: Tx, itemId: string): Promise<LoadedItem> =>
  parsed(await lockItemRow(tx, itemId))

/** The same by a lease on it; null where there is no such lease. */
export async function loadLockedItemOfLease(tx: Tx, leaseId: string): Promise<LoadedItem | null> {
  const row = await lockItemRowOfLease(tx, leaseId)
  return row ? parsed(row) : null
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
