/**
 * A folder of graded photographs, frozen as a training set: `images/` beside a table of grades, `grades.csv` or Kaggle's
 * `trainLabels.csv`. Photographs of one patient (column `patient`, else `visit`, else the name) are on one side of the split.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { sha256Hex } from '@/lib/domain/hash'
import { patientOfName } from '@/lib/domain/kaggle-name'
import { parseSourceGrades, type SourceGradeRow } from '@/lib/formats/source-grades-csv'
import type { PreprocessSettings } from '@/lib/vision'
import { type FoundFolder, type FoundPhotograph, findPhotographs, stemKey } from './find-photographs'
import { heldOut } from './hold-out'
import { type Prepared, preparePhotographFile } from './prepared-photographs'
import { counted, type FolderProblem, lineProblems, someOf } from './problems'
import { type Many, withDecoders } from './with-decoders'

export type GradedFolder = {
  folder: string
  /** Grades that the network learns, ascending; the others are left out. */
  gradeClasses: readonly number[]
  preprocessing: PreprocessSettings
  validationShare: number
  workFolder: string
  onProblem(problem: FolderProblem): void
} & Many

export type FrozenGrade = {
  /** Folder and name. */
  id: string
  /** Names the patient's group without naming the patient. */
  group: string
  split: 'train' | 'validation'
  grade: number
} & Pick<Prepared, 'contrast800' | 'contrast256' | 'fieldOfView'>

const tableNames = ['grades.csv', 'trainlabels.csv', 'labels.csv']

/** @throws AppError `folders.missing`, `folders.noImages`, `folders.noGrades`, `folders.nothing` */
export async function freezeGrades(request: GradedFolder): Promise<FrozenGrade[]> {
  const { folder, gradeClasses, validationShare, onProblem } = request
  const found = await findPhotographs(folder)
  found.problems.forEach(onProblem)
  const graded = await gradedPhotographs(found, gradeClasses, onProblem)
  const tried = await withDecoders(graded, request, async (photograph, decoder) => {
    try {
      const prepared = await preparePhotographFile(photograph.file, decoder, request.preprocessing, request.workFolder)
      return [{ ...photograph, prepared }]
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      onProblem({ file: photograph.file, line: null, sentence: `${error.sentence} It is left out.` })
      return []
    }
  })
  const read = withoutDuplicates(tried.flat(), onProblem)
  if (read.length === 0) {
    throw new AppError('folders.nothing', `No photograph of ${folder} could be used; the sentences above say why.`, 422)
  }
  const held = heldOut(
    read.map(({ patient }) => patient),
    validationShare,
  )
  return read.map(({ name, patient, grade, prepared: { contrast800, contrast256, fieldOfView } }) => ({
    id: `${path.basename(path.resolve(folder))}/${name}`,
    group: sha256Hex(`patient:${patient}`).slice(0, 32),
    split: held.has(patient) ? 'validation' : 'train',
    grade,
    contrast800,
    contrast256,
    fieldOfView,
  }))
}

type Graded = FoundPhotograph & { patient: string; grade: number }

async function gradedPhotographs(
  { folder, photographs }: FoundFolder,
  gradeClasses: readonly number[],
  onProblem: GradedFolder['onProblem'],
): Promise<Graded[]> {
  const table = await tableIn(folder)
  const { rows, problems } = parseSourceGrades(await fs.readFile(table, 'utf8'))
  lineProblems(table, problems).forEach(onProblem)
  if (rows.length === 0) {
    throw new AppError(
      'folders.noGrades',
      `${table} names no grade that can be used; it needs a first line image,level and a line for each photograph.`,
      422,
    )
  }
  const rowOf = new Map<string, SourceGradeRow>(rows.map((row) => [stemKey(row.image), row]))
  const strangers = rows.filter(({ image }) => !photographs.has(stemKey(image))).map(({ image }) => image)
  const ungraded: string[] = []
  const untrained: string[] = []
  const graded: Graded[] = []
  for (const [stem, photograph] of photographs) {
    const row = rowOf.get(stem)
    if (!row) ungraded.push(photograph.name)
    else if (!gradeClasses.includes(row.grade)) untrained.push(photograph.name)
    else
      graded.push({ ...photograph, patient: row.patient ?? patientOfName(photograph.name).patient, grade: row.grade })
  }
  const about = (file: string, names: string[], say: (count: string) => string, one: string) => {
    if (names.length === 0) return
    onProblem({ file, line: null, sentence: `${say(counted(names.length, one))}: ${someOf(names)}.` })
  }
  about(table, strangers, (lines) => `${lines} without a photograph in images/; passed over`, 'line')
  about(table, ungraded, (many) => `${many} of images/ without a grade here; left out`, 'photograph')
  const trained = gradeClasses.join(', ')
  about(
    table,
    untrained,
    (many) => `${many} of a grade that is not trained (trained: ${trained}); left out`,
    'photograph',
  )
  return graded
}

/** By its usual names; any other where it is the only table. */
async function tableIn(folder: string): Promise<string> {
  const tables = (await fs.readdir(folder)).filter((name) => name.toLowerCase().endsWith('.csv')).sort()
  const known = tableNames.flatMap((name) => tables.find((table) => table.toLowerCase() === name) ?? [])
  const [table] = known.length > 0 ? known : tables
  if (table !== undefined && (known.length > 0 || tables.length === 1)) return path.join(folder, table)
  throw new AppError(
    'folders.noGrades',
    `${folder} has no grades.csv beside images/; put one there whose first line is image,level and that has a line for each photograph.`,
    422,
  )
}

function withoutDuplicates<Photograph extends Graded & { prepared: Prepared }>(
  all: readonly Photograph[],
  onProblem: GradedFolder['onProblem'],
): Photograph[] {
  const first = new Map<string, Photograph>()
  for (const photograph of all) {
    const { canonicalSha256 } = photograph.prepared
    const other = first.get(canonicalSha256)
    if (!other) first.set(canonicalSha256, photograph)
    else {
      const graded = other.grade === photograph.grade ? '' : ` as grade ${other.grade}, and not as ${photograph.grade}`
      const sentence = `It shows the same pixels as ${other.file}, which is used${graded}; left out.`
      onProblem({ file: photograph.file, line: null, sentence })
    }
  }
  return [...first.values()]
}
