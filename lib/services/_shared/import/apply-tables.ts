/** A photograph has arrived: the tables that came before it, in this or an earlier import of the study, may name it. */
import type { Tx } from '@/lib/db'
import { photographStem } from '@/lib/domain/kaggle-name'
import { gradeTable } from './grade-tables'
import { applyRows } from './match-grades'
import { addProblems } from './problems'
import { tableFile } from './settle-import'

/** The study's lock is held; tables in the order of their arrival. */
export async function applyTables(
  tx: Tx,
  { studyId, importId, name }: { studyId: string; importId: string; name: string },
  photographId: string,
  now: Date,
): Promise<void> {
  const tables = await tx.importFile.findMany({
    where: { import: { studyId }, ...tableFile },
    select: { name: true, sha256: true },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
  })
  for (const source of tables) {
    const row = (await gradeTable(source.sha256)).byStem.get(photographStem(name))
    if (row) await addProblems(tx, importId, await applyRows(tx, studyId, [{ photographId, row }], source, now))
  }
}
