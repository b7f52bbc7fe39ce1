/**
 * What a row of a table does to its photograph: its grade becomes a source grade (a claim, never a label), and columns for
 * patient and eye correct what the file's name said. The first grade of a photograph stays; another one is a problem.
 */
import type { Tx } from '@/lib/db'
import type { GradeRow } from './grade-tables'

export type TableSource = { name: string; sha256: string }
export type LineProblem = { file: string; line: number; sentence: string }

/** @returns a problem when the photograph already carries another grade; the lock of the study is held */
export async function applyGrade(
  tx: Tx,
  photographId: string,
  row: GradeRow,
  source: TableSource,
  now: Date,
): Promise<LineProblem | undefined> {
  const others = await tx.sourceGrade.findMany({ where: { photographId }, select: { grade: true } })
  const first = others[0]
  if (first === undefined) {
    const provenance = { file: source.name, line: row.line, sha256: source.sha256 }
    await tx.sourceGrade.create({ data: { photographId, grade: row.grade, provenance, createdAt: now } })
    return undefined
  }
  if (others.some((other) => other.grade === row.grade)) return undefined
  const sentence = `${row.image} already has source grade ${first.grade}; the grade ${row.grade} of this line was left out.`
  return { file: source.name, line: row.line, sentence }
}

/** Moves a photograph to the patient that a table names, and corrects its eye; a patient left without photographs goes. */
export async function applyIdentity(
  tx: Tx,
  studyId: string,
  photograph: { id: string; patientId: string },
  row: GradeRow,
): Promise<void> {
  if (row.eye !== undefined) await tx.photograph.update({ where: { id: photograph.id }, data: { eye: row.eye } })
  if (row.patient === undefined) return
  const owner = await patientRow(tx, studyId, row.patient)
  if (owner.id === photograph.patientId) return
  await tx.photograph.update({ where: { id: photograph.id }, data: { patientId: owner.id } })
  await tx.patient.deleteMany({ where: { id: photograph.patientId, photographs: { none: {} } } })
}

export const patientRow = (tx: Tx, studyId: string, code: string) =>
  tx.patient.upsert({
    where: { studyId_code: { studyId, code } },
    create: { studyId, code },
    update: {},
    select: { id: true },
  })
