/** Agreed labels as a chain: a new one names the one it replaces, none is ever changed. */
import type { AgreedLabelValue } from '@/lib/contracts/agreed-label'
import type { Prisma, Tx } from '@/lib/db'

export type NewLabel = {
  itemId: string
  origin: 'rule' | 'adjudication'
  label: AgreedLabelValue
  /** Which rule, which readings, how they voted; or which case was decided. */
  trace: Prisma.InputJsonObject
  at: Date
}

/** The caller has the item locked. */
export async function appendLabel(tx: Tx, { itemId, origin, label, trace, at }: NewLabel) {
  const newest = await newestLabel(tx, itemId)
  return tx.agreedLabel.create({
    data: {
      itemId,
      origin,
      label,
      trace,
      createdAt: at,
      version: (newest?.version ?? 0) + 1,
      supersedesId: newest?.id ?? null,
    },
    select: { id: true, version: true },
  })
}

export const newestLabel = (tx: Tx, itemId: string) =>
  tx.agreedLabel.findFirst({ where: { itemId }, orderBy: { version: 'desc' } })
