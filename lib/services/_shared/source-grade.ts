/** The grade that came with the data. A later row of the same photograph corrects the earlier ones. */
import type { Tx } from '@/lib/db'

export async function sourceGradeOf(tx: Tx, photographId: string): Promise<number | null> {
  const newest = await tx.sourceGrade.findFirst({
    where: { photographId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { grade: true },
  })
  return newest?.grade ?? null
}
