/**
 * Seats of an item: how many readings of which kind a protocol's panel asks for, and who may take one. A trained observer
 * takes a trained observer's seat or an open one (`any`), an ophthalmologist an ophthalmologist's or an open one; the
 * seat of one's own kind comes first, so that open seats stay for whoever has no other.
 */
import type { PanelSettings } from './protocol'
import type { Qualification } from './reading'

export const seats = ['trainedObserver', 'ophthalmologist', 'any'] as const
export type Seat = (typeof seats)[number]

/** A whole number ≥ 0 for each kind of seat. */
export type SeatCounts = PanelSettings

/** The seats that somebody may take, preferred first. */
export const seatsFor = (qualification: Qualification): readonly [Seat, Seat] => [qualification, 'any']

/**
 * The seat that somebody gets, or null where none is free.
 * @param wanted readings that are still asked for
 * @param taken seats that others hold at the moment
 */
export function freeSeat(wanted: SeatCounts, taken: SeatCounts, qualification: Qualification): Seat | null {
  return seatsFor(qualification).find((seat) => wanted[seat] > taken[seat]) ?? null
}

/** The seats of several people at once, in their order; null where not everybody finds one. */
export function seatEverybody(wanted: SeatCounts, people: readonly Qualification[]): Seat[] | null {
  const taken: Record<Seat, number> = { trainedObserver: 0, ophthalmologist: 0, any: 0 }
  const found: Seat[] = []
  for (const qualification of people) {
    const seat = freeSeat(wanted, taken, qualification)
    if (!seat) return null
    taken[seat] += 1
    found.push(seat)
  }
  return found
}
