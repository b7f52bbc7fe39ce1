/**
 * What rows of a table do to their photographs: the grade becomes a source grade (a claim, never a label), and columns for
 * patient and eye correct what the file's name said. The first grade of a photograph stays; another one is a problem.
 * Set by set where the rows are: a table may name 35,000 photographs at once.
 */
import type { Tx } from '@/lib/db'
import type { GradeRow } from './grade-tables'
import type { ImportProblemLine } from './problems'

export type TableSource = { name: string; sha256: string }
export type Match = { photographId: string; row: GradeRow }

const rowsAtOnce = 5_000

/** The study's lock is held. @returns lines whose grade contradicts the one that is there */
export async function applyRows(
  tx: Tx,
  studyId: string,
  matches: readonly Match[],
  source: TableSource,
  now: Date,
): Promise<ImportProblemLine[]> {
  const problems: ImportProblemLine[] = []
  for (let from = 0; from < matches.length; from += rowsAtOnce) {
    const some = matches.slice(from, from + rowsAtOnce)
    problems.push(...(await addGrades(tx, some, source, now)))
    await correctEyes(tx, some)
    await movePatients(tx, studyId, some)
  }
  return problems
}

async function addGrades(tx: Tx, matches: readonly Match[], source: TableSource, now: Date) {
  const ids = matches.map(({ photographId }) => photographId)
  const known = await tx.sourceGrade.findMany({
    where: { photographId: { in: ids } },
    select: { photographId: true, grade: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const gradeOf = new Map(known.reverse().map(({ photographId, grade }) => [photographId, grade]))
  const problems: ImportProblemLine[] = []
  const data = []
  for (const { photographId, row } of matches) {
    const before = gradeOf.get(photographId)
    if (before === undefined) {
      gradeOf.set(photographId, row.grade)
      const provenance = { file: source.name, line: row.line, sha256: source.sha256 }
      data.push({ photographId, grade: row.grade, provenance, createdAt: now })
    } else if (before !== row.grade) {
      const sentence = `${row.image} already has source grade ${before}; the grade ${row.grade} of this line was left out.`
      problems.push({ file: source.name, line: row.line, sentence })
    }
  }
  await tx.sourceGrade.createMany({ data, skipDuplicates: true })
  return problems
}

async function correctEyes(tx: Tx, matches: readonly Match[]): Promise<void> {
  for (const eye of ['left', 'right'] as const) {
    const ids = matches.filter(({ row }) => row.eye === eye).map(({ photographId }) => photographId)
    if (ids.length > 0) await tx.photograph.updateMany({ where: { id: { in: ids }, eye: { not: eye } }, data: { eye } })
  }
}

/** Photographs move to the patient that the table names; a patient left without photographs goes. */
async function movePatients(tx: Tx, studyId: string, matches: readonly Match[]): Promise<void> {
  const moved = matches.flatMap(({ photographId, row: { patient } }) =>
    patient === undefined ? [] : [{ photographId, patient }],
  )
  if (moved.length === 0) return
  const ids = moved.map(({ photographId }) => photographId)
  const codes = moved.map(({ patient }) => patient)
  await tx.patient.createMany({ data: [...new Set(codes)].map((code) => ({ studyId, code })), skipDuplicates: true })
  await tx.$executeRaw`
    UPDATE "Photograph" AS photograph SET "patientId" = patient."id"
    FROM unnest(${ids}::uuid[], ${codes}::text[]) AS named ("id", "code")
    JOIN "Patient" AS patient ON patient."studyId" = ${studyId}::uuid AND patient."code" = named."code"
    WHERE photograph."id" = named."id"`
  await tx.patient.deleteMany({ where: { studyId, photographs: { none: {} } } })
}

export const patientRow = (tx: Tx, studyId: string, code: string) =>
  tx.patient.upsert({
    where: { studyId_code: { studyId, code } },
    create: { studyId, code },
    update: {},
    select: { id: true },
  })
