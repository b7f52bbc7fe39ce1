/** One item with what a rule or a reader needs, in one query: the reading loop asks for it with every claim and every submit. */
import type { Task } from '@/lib/domain/reading'
import { Prisma } from './generated/client'
import type { ItemState } from './generated/enums'
import type { Tx } from './transaction'

/** `settings` and `fieldOfView` are JSON as stored. */
export type ItemRow = {
  id: string
  studyId: string
  studyName: string
  photographId: string
  width: number
  height: number
  fieldOfView: unknown
  task: Task
  patchIndices: number[]
  round: number
  state: ItemState
  wantTrained: number
  wantExpert: number
  wantAny: number
  settings: unknown
}

const columns = Prisma.sql`
  i."id", i."studyId", s."name" AS "studyName", i."photographId", p."width", p."height", p."fieldOfView", i."task", i."patchIndices",
  i."round", i."state", i."wantTrained", i."wantExpert", i."wantAny", v."settings"`

const joined = Prisma.sql`
  JOIN "Study" s ON s."id" = i."studyId"
  JOIN "Photograph" p ON p."id" = i."photographId"
  JOIN "ProtocolVersion" v ON v."id" = i."protocolId"`

/** @returns undefined where there is none */
export async function findItemRow(tx: Tx, itemId: string): Promise<ItemRow | undefined> {
  const [row] = await tx.$queryRaw<ItemRow[]>`SELECT ${columns} FROM "Item" i ${joined} WHERE i."id" = ${itemId}::uuid`
  return row
}

/** The item as it is under a lock that is held until the transaction ends. */
export async function lockItemRow(tx: Tx, itemId: string): Promise<ItemRow | undefined> {
  const [row] = await tx.$queryRaw<ItemRow[]>`
    SELECT ${columns} FROM "Item" i ${joined} WHERE i."id" = ${itemId}::uuid FOR UPDATE OF i`
  return row
}

/** The same by a lease on the item. The lease itself is read afterwards, when nobody can change it any more. */
export async function lockItemRowOfLease(tx: Tx, leaseId: string): Promise<ItemRow | undefined> {
  const [row] = await tx.$queryRaw<ItemRow[]>`
    SELECT ${columns} FROM "Lease" l JOIN "Item" i ON i."id" = l."itemId" ${joined} WHERE l."id" = ${leaseId}::uuid FOR UPDATE OF i`
  return row
}
