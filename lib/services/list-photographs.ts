/** The photographs of a study, a page at a time by file name, with what source and panel say. For those who lead the study. */
import { authorise, studyMembership } from '@/lib/auth'
import type { PhotographPage, PhotographQuery } from '@/lib/contracts/photographs'
import { database } from '@/lib/db'
import type { Context } from './_shared/context'

const perPage = 48

/** @throws AppError `access.none` */
export async function listPhotographs(
  { actor }: Context,
  studyId: string,
  { after }: PhotographQuery,
): Promise<PhotographPage> {
  const db = database()
  authorise(actor, 'study.results', await studyMembership(db, actor, studyId))
  const found = await db.photograph.findMany({
    where: { studyId },
    // By id, not by name: names may repeat, and the key must not skip any.
    ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
    orderBy: [{ fileName: 'asc' }, { id: 'asc' }],
    take: perPage + 1,
    select: {
      id: true,
      fileName: true,
      eye: true,
      width: true,
      height: true,
      patient: { select: { code: true } },
      sourceGrades: { select: { grade: true }, orderBy: { createdAt: 'asc' } },
      items: {
        where: { state: { not: 'leftOut' } },
        select: {
          task: true,
          state: true,
          agreedLabels: { select: { label: true }, orderBy: { version: 'desc' }, take: 1 },
        },
      },
    },
  })
  const shown = found.slice(0, perPage)
  const photographs = shown.map(({ patient, sourceGrades, items, ...photograph }) => ({
    ...photograph,
    patient: patient.code,
    sourceGrades: sourceGrades.map((source) => source.grade),
    agreedGrade: gradeOf(items.find((item) => item.task === 'grade')?.agreedLabels[0]?.label),
    open: items.filter((item) => item.state === 'open').length,
    cases: items.filter((item) => item.state === 'case').length,
    settled: items.filter((item) => item.state === 'agreed' || item.state === 'unresolved').length,
  }))
  return { photographs, next: found.length > perPage ? (shown.at(-1)?.id ?? null) : null }
}

function gradeOf(label: unknown): number | 'ungradable' | null {
  if (typeof label !== 'object' || label === null || !('grade' in label)) return null
  const { grade } = label
  return typeof grade === 'number' || grade === 'ungradable' ? grade : null
}
