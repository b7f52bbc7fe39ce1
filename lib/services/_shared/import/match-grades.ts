/**
 * What rows of a table do to their photographs: the grade becomes a source grade (a claim, never a label), and columns for
 * patient and eye correct what the file's name said. The first grade of a photograph stays; another one is a problem.
 */
import type { Tx } from '@/lib/db'
import { addSourceGrades, correctEyes, type GradeToAdd, movePhotographs } from '@/lib/db/source-grades'
import type { GradeRow } from './grade-tables'
import type { ImportProblemLine } from './problems'

export type TableSource = { name: string; sha256: string }
export type Match = { photographId: string; row: GradeRow }

/** The study's lock is held. @returns lines whose grade contradicts the one that is there */
export async function applyRows(
  tx: Tx,
  studyId: string,
  matches: readonly Match[],
  source: TableSource,
  now: Date,
): Promise<ImportProblemLine[]> {
  if (matches.length === 0) return []
  const gradeOf = await knownGrades(tx, studyId, matches)
  const problems: ImportProblemLine[] = []
  const added: GradeToAdd[] = []
  for (const { photographId, row } of matches) {
    const { image, grade, line } = row
    const before = gradeOf.get(photographId)
    if (before === undefined) {
      gradeOf.set(photographId, grade)
      added.push({ photographId, grade, line })
    } else if (before !== grade) {
      const sentence = `${image} already has source grade ${before}; the grade ${grade} of this line was left out.`
      problems.push({ file: source.name, line, sentence })
    }
  }
  await addSourceGrades(tx, added, source, now)
  const eyes = matches.flatMap(({ photographId, row: { eye } }) => (eye ? [{ photographId, eye }] : []))
  if (eyes.length > 0) await correctEyes(tx, eyes)
  const moves = matches.flatMap(({ photographId, row: { patient } }) => (patient ? [{ photographId, patient }] : []))
  if (moves.length > 0) await movePhotographs(tx, studyId, moves)
  return problems
}

/** The grade that counts is the first one. */
async function knownGrades(tx: Tx, studyId: string, matches: readonly Match[]): Promise<Map<string, number>> {
  const [only, ...others] = matches
  const known = await tx.sourceGrade.findMany({
    where: only && others.length === 0 ? { photographId: only.photographId } : { photograph: { studyId } },
    select: { photographId: true, grade: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return new Map(known.map(({ photographId, grade }) => [photographId, grade]))
}

export const patientRow = (tx: Tx, studyId: string, code: string) =>
  tx.patient.upsert({
    where: { studyId_code: { studyId, code } },
    create: { studyId, code },
    update: {},
    select: { id: true },
  })
