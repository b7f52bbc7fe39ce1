/**
 * An import is settled when it is closed and nothing of it waits for the worker: only then is it known which rows of its
 * tables have no photograph, and only then may the files as they came be thrown away. Whoever makes the last step does it.
 */
import type { Tx } from '@/lib/db'
import { photographStem } from '@/lib/domain/kaggle-name'
import { gradeTable } from './grade-tables'
import { addProblems } from './problems'

const isTable = { endsWith: '.csv', mode: 'insensitive' } as const
export const tableFile = { name: isTable }
export const photographFile = { NOT: { name: isTable } }

/** The study's lock is held. @returns true when the import is settled: discard its incoming files after the commit */
export async function settleImport(tx: Tx, importId: string): Promise<boolean> {
  const { state, studyId } = await tx.import.findUniqueOrThrow({ where: { id: importId } })
  if (state !== 'closed') return false
  const waiting = await tx.importFile.count({ where: { importId, state: 'received', ...photographFile } })
  if (waiting > 0) return false
  const tables = await tx.importFile.findMany({ where: { importId, state: 'received', ...tableFile } })
  for (const table of tables) {
    await addProblems(tx, importId, await rowsWithoutPhotograph(tx, studyId, table))
    await tx.importFile.update({ where: { id: table.id }, data: { state: 'ingested' } })
  }
  return true
}

async function rowsWithoutPhotograph(tx: Tx, studyId: string, table: { name: string; sha256: string }) {
  const { rows } = await gradeTable(table.sha256)
  const arrived = await tx.importFile.findMany({
    where: { import: { studyId }, photographId: { not: null } },
    select: { name: true },
  })
  const stems = new Set(arrived.map((file) => photographStem(file.name)))
  return rows
    .filter((row) => !stems.has(row.image))
    .map((row) => ({
      file: table.name,
      line: row.line,
      sentence: `No photograph called ${row.image} is in this study; send it, and its grade will be found.`,
    }))
}
