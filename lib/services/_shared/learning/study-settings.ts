/** What several studies must have in common to be frozen together: one grid, and the same grades to train on. */
import { database } from '@/lib/db'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import type { GridSettings } from '@/lib/domain/protocol'
import { currentProtocol } from '../protocols'

/** The paper's, where no study of the snapshot reads grades. */
const defaultGrades = [0, 1, 2, 3]

/** Photographs are kept at this size. */
const storedSide = 800

export type StudySettings = {
  grid: GridSettings
  gradeClasses: number[]
  protocols: { studyId: string; protocolId: string }[]
}

export async function settingsOfStudies(studyIds: string[]): Promise<StudySettings> {
  const db = database()
  const studies = await Promise.all(
    studyIds.map(async (studyId) => ({
      ...(await currentProtocol(db, studyId)),
      name: (await db.study.findUniqueOrThrow({ where: { id: studyId }, select: { name: true } })).name,
    })),
  )
  const grid = oneOf(
    studies.map(({ name, settings }) => ({ name, value: settings.grid })),
    ({ d, h, ov }) => `${h} px patches with ${ov} px overlap on ${d} px`,
    (list) =>
      refuse('snapshot.grids', `The studies' grids differ (${list}); give them one grid, or freeze them apart.`),
  )
  if (!grid) throw refuse('snapshot.nothing', 'Name at least one study to freeze.')
  if (grid.d !== storedSide) {
    throw refuse(
      'snapshot.grids',
      `Photographs are kept at ${storedSide} px, the grid is for ${grid.d} px; set d to 800.`,
    )
  }
  const grades = oneOf(
    studies.flatMap(({ name, settings }) => (settings.grade ? [{ name, value: settings.grade.trainedGrades }] : [])),
    (trained) => trained.join(', '),
    (list) =>
      refuse(
        'snapshot.grades',
        `The studies train on different grades (${list}); give them the same, or freeze them apart.`,
      ),
  )
  return {
    grid,
    gradeClasses: grades ?? defaultGrades,
    protocols: studies.map(({ id, studyId }) => ({ studyId, protocolId: id })),
  }
}

const refuse = (code: string, sentence: string) => new AppError(code, sentence, 422)

/** The value that all have; undefined for none. */
function oneOf<T>(
  named: { name: string; value: T }[],
  say: (value: T) => string,
  refusal: (list: string) => AppError,
): T | undefined {
  const [first] = named
  if (!first) return undefined
  if (named.every(({ value }) => canonicalJson(value) === canonicalJson(first.value))) return first.value
  throw refusal(named.map(({ name, value }) => `${name}: ${say(value)}`).join('; '))
}
