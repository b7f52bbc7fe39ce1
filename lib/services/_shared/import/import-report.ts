/** Counts files by their state; tables are not photographs and are counted by what they brought. */
import type { ImportReport } from '@/lib/contracts/imports'
import { database } from '@/lib/db'
import { photographFile } from './settle-import'

const problemsShown = 200

export async function importReport(importId: string, shown = problemsShown): Promise<ImportReport> {
  const db = database()
  const row = await db.import.findUniqueOrThrow({ where: { id: importId } })
  const [states, rejected, problems, problemsCount, sourceGrades] = await Promise.all([
    db.importFile.groupBy({ by: ['state'], where: { importId, ...photographFile }, _count: true }),
    db.importFile.findMany({ where: { importId, state: 'rejected' }, orderBy: { name: 'asc' }, take: shown }),
    db.importProblem.findMany({
      where: { importId },
      orderBy: [{ file: 'asc' }, { line: 'asc' }, { id: 'asc' }],
      take: shown,
    }),
    db.importProblem.count({ where: { importId } }),
    db.sourceGrade.count({ where: { photograph: { importFiles: { some: { importId } } } } }),
  ])
  const of = (state: string) => states.find((group) => group.state === state)?._count ?? 0
  const named = [
    ...rejected.map(({ name, sentence }) => ({ file: name, line: null, sentence })),
    ...problems.map(({ file, line, sentence }) => ({ file, line, sentence })),
  ]
  return {
    id: row.id,
    studyId: row.studyId,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    counts: {
      received: of('received'),
      ingested: of('ingested'),
      duplicate: of('duplicate'),
      rejected: of('rejected'),
      sourceGrades,
    },
    problems: named.slice(0, shown),
    problemsTotal: of('rejected') + problemsCount,
  }
}
