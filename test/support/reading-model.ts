/**
 * What the reading loop promises, said a second time and much simpler: in memory, one thing at a time, for grades that two observers
 * give, a third where they differ, and an adjudicator after that. Shares no code with the product.
 */
export const leaseSeconds = 1800
const panel = 2
const readersMax = 3

export type ModelLease = {
  id: string
  item: ModelItem
  reader: number
  state: 'held' | 'ended' | 'skipped' | 'submitted'
  expiresAt: number
}

export type ModelItem = {
  id: string
  answers: Map<number, number>
  leases: Map<number, ModelLease>
  decision: number | 'unresolved' | null
}

export type Model = { now: number; items: Map<string, ModelItem> }

export const newModel = (itemIds: string[]): Model => ({
  now: 0,
  items: new Map(itemIds.map((id) => [id, { id, answers: new Map(), leases: new Map(), decision: null }])),
})

/** What the answers amount to: a grade, `null` while more are asked for, `case` where an adjudicator has to decide. */
export function verdictOf({ answers }: ModelItem): number | 'case' | null {
  if (answers.size < panel) return null
  const values = [...answers.values()]
  const winner = values.find((value) => values.filter((other) => other === value).length === 2)
  if (winner !== undefined) return winner
  return answers.size < readersMax ? null : 'case'
}

export function stateOf(item: ModelItem): { state: string; wanted: number; labels: number[] } {
  const verdict = verdictOf(item)
  const wanted = item.answers.size < panel ? panel - item.answers.size : 1
  if (verdict === null) return { state: 'open', wanted, labels: [] }
  if (verdict !== 'case') return { state: 'agreed', wanted: 0, labels: [verdict] }
  if (item.decision === null) return { state: 'case', wanted: 0, labels: [] }
  if (item.decision === 'unresolved') return { state: 'unresolved', wanted: 0, labels: [] }
  return { state: 'agreed', wanted: 0, labels: [item.decision] }
}

const isLive = ({ state, expiresAt }: ModelLease, now: number) => state === 'held' && expiresAt > now

/** Is there a seat on the item that nobody else sits on? */
export function hasSeat({ now }: Model, item: ModelItem, reader: number): boolean {
  const others = [...item.leases.values()].filter((lease) => lease.reader !== reader && isLive(lease, now))
  return stateOf(item).wanted > others.length
}

/** Could this observer be handed this item now, whether it is in hand already or not? */
export function mayHand(model: Model, item: ModelItem, reader: number): boolean {
  const own = item.leases.get(reader)?.state
  return own !== 'submitted' && own !== 'skipped' && hasSeat(model, item, reader)
}

export const inHandOf = ({ items }: Model, reader: number): ModelLease[] =>
  [...items.values()].flatMap((item) => item.leases.get(reader) ?? []).filter(({ state }) => state === 'held')

/** The observer was handed `item`: what else they held and cannot keep has ended. */
export function hand(model: Model, item: ModelItem, reader: number, leaseId: string): void {
  for (const lease of inHandOf(model, reader)) {
    if (!hasSeat(model, lease.item, reader)) lease.state = 'ended'
  }
  item.leases.set(reader, { id: leaseId, item, reader, state: 'held', expiresAt: model.now + leaseSeconds })
}

/** Nothing was left: whatever was in hand has lost its seat. */
export function handNothing(model: Model, reader: number): void {
  for (const lease of inHandOf(model, reader)) lease.state = 'ended'
}
