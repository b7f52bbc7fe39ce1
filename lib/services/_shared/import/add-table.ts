/**
 * A table of source grades arrives: it is kept, its bad lines are named, and every photograph that is already there meets
 * its row. Photographs that come later look for theirs (ingest-file.ts); what is left when the import ends is reported then.
 */
import { appendAudit, inTransaction, type Tx } from '@/lib/db'
import { lockStudy } from '@/lib/db/protocol-change'
import { AppError } from '@/lib/domain/errors'
import { photographStem } from '@/lib/domain/kaggle-name'
import { arrivalKind } from './file-name'
import { type GradeTable, gradeTable } from './grade-tables'
import { applyRows, type Match, type TableSource } from './match-grades'
import { addProblems } from './problems'
import { type ArrivedFile, recordFile } from './record-file'

export type TableContext = { studyId: string; actor: string; now: Date }

/** @param arrived the table lies in `blobs()` already  @returns the same id when the same table comes again */
export async function addTable(
  arrived: ArrivedFile,
  { studyId, actor, now }: TableContext,
): Promise<{ fileId: string }> {
  // Tables are found again by their ending: under another one every grade would be lost without a word.
  if (arrivalKind(arrived.name) !== 'table') throw noTable(arrived.name)
  const table = await gradeTable(arrived.sha256)
  return inTransaction(async (tx) => {
    await lockStudy(tx, studyId)
    const sentence = `${table.rows.length} rows with a grade.`
    const { fileId, isNew } = await recordFile(tx, arrived, { state: 'received', sentence, now })
    if (!isNew) return { fileId }
    const { importId, name, sha256 } = arrived
    const bad = table.problems.map((problem) => ({ file: name, ...problem }))
    const conflicts = await matchPhotographs(tx, studyId, { name, sha256 }, table, now)
    await addProblems(tx, importId, [...bad, ...conflicts])
    await appendAudit(tx, {
      action: 'sourceGrades.received',
      subject: `study:${studyId}`,
      actor,
      payload: { importId, sha256, rows: table.rows.length, badLines: table.problems.length },
      at: now,
    })
    return { fileId }
  })
}

export const noTable = (name: string) =>
  new AppError('import.table', `${name} is no table: its name must end in .csv; rename it.`, 422)

async function matchPhotographs(tx: Tx, studyId: string, source: TableSource, table: GradeTable, now: Date) {
  const files = await tx.importFile.findMany({
    where: { import: { studyId }, photographId: { not: null } },
    select: { name: true, photographId: true },
    orderBy: [{ updatedAt: 'asc' }, { id: 'asc' }],
  })
  const matches = files.flatMap(({ name, photographId }): Match[] => {
    const row = table.byStem.get(photographStem(name))
    return row && photographId ? [{ photographId, row }] : []
  })
  return applyRows(tx, studyId, matches, source, now)
}
