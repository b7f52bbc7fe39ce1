/**
 * Tables of grades as others write them: Kaggle's `image,level`, IDRiD's `image,level,dme_risk,visit,eye`, the column names
 * of IDRiD's and APTOS' own files. The same reader serves source grades and grades of an external observer.
 * Every line that cannot be used is named with its number; all others arrive.
 */
import { photographStem } from '@/lib/domain/kaggle-name'
import { type IcdrGrade, icdrGrades } from '@/lib/domain/lesion'
import { type Separator, separators, splitCells, tableLines } from './csv-lines'

export type SourceGradeRow = {
  line: number
  /** Name of the photograph without folders and ending. */
  image: string
  grade: IcdrGrade
  /** Code that photographs of one person share: column `patient`, else `visit`. */
  patient?: string
  eye?: 'left' | 'right'
  dmeRisk?: 0 | 1 | 2
}

export type LineProblem = { line: number; sentence: string }

export type SourceGradeTable = {
  rows: SourceGradeRow[]
  /** By line; at most `problemsMax`, the last of which then counts those that are not listed. */
  problems: LineProblem[]
}

export const problemsMax = 10_000

const columnNames = {
  image: ['image', 'image name', 'image_name', 'id_code', 'filename', 'file'],
  level: ['level', 'grade', 'diagnosis', 'retinopathy grade', 'retinopathy_grade', 'icdr', 'icdr_grade'],
  dmeRisk: ['dme_risk', 'dme', 'risk of macular edema'],
  patient: ['patient', 'patient_id'],
  visit: ['visit'],
  eye: ['eye', 'laterality'],
} as const
type Column = keyof typeof columnNames
const columns = ['image', 'level', 'dmeRisk', 'patient', 'visit', 'eye'] as const satisfies Column[]

type Header = { separator: Separator; places: Partial<Record<Column, number>> }

/** @param text the whole table; a byte order mark, CRLF, quotes, `;` or tabs and more columns are all right */
export function parseSourceGrades(text: string): SourceGradeTable {
  const reader = sourceGradesReader()
  for (const { line, text: content } of tableLines(text)) reader.read(line, content)
  return reader.finish()
}

/** The same line by line, for a table that is too long to hold: `read` each in order, then `finish` once. */
export function sourceGradesReader(): { read(line: number, text: string): void; finish(): SourceGradeTable } {
  const rows: SourceGradeRow[] = []
  const problems: LineProblem[] = []
  const firstOf = new Map<string, { line: number; grade: IcdrGrade }>()
  let header: Header | undefined
  let isHopeless = false
  let unlisted = { from: 0, count: 0 }

  const report = (line: number, sentence: string) => {
    if (problems.length < problemsMax - 1) problems.push({ line, sentence })
    else unlisted = { from: unlisted.from || line, count: unlisted.count + 1 }
  }

  const read = (line: number, text: string) => {
    if (isHopeless || text.trim() === '') return
    if (!header) {
      header = readHeader(text)
      isHopeless = header === undefined
      if (isHopeless) report(line, `The first line must name the columns image and level; it reads “${excerpt(text)}”.`)
      return
    }
    const row = readRow(line, text, header, (sentence) => report(line, sentence))
    if (!row) return
    const first = firstOf.get(row.image)
    if (!first) {
      firstOf.set(row.image, { line, grade: row.grade })
      rows.push(row)
    } else if (first.grade !== row.grade) {
      report(line, `${row.image} has grade ${row.grade} here, but ${first.grade} in line ${first.line}, which counts.`)
    }
  }

  const finish = () => {
    if (!header && !isHopeless) report(1, 'The table is empty; its first line must name the columns image and level.')
    if (unlisted.count > 0) {
      problems.push({ line: unlisted.from, sentence: `From here on, ${unlisted.count} lines could not be used.` })
    }
    return { rows, problems }
  }

  return { read, finish }
}

function readHeader(text: string): Header | undefined {
  for (const separator of separators) {
    const cells = splitCells(text, separator)?.map((cell) => cell.toLowerCase())
    if (!cells) continue
    const places: Header['places'] = {}
    for (const column of columns) {
      const names: readonly string[] = columnNames[column]
      const place = cells.findIndex((cell) => names.includes(cell))
      if (place >= 0) places[column] = place
    }
    if (places.image !== undefined && places.level !== undefined) return { separator, places }
  }
  return undefined
}

function readRow(
  line: number,
  text: string,
  { separator, places }: Header,
  report: (sentence: string) => void,
): SourceGradeRow | undefined {
  const cells = splitCells(text, separator)
  if (!cells) {
    report(`The quotes of this line do not match: “${excerpt(text)}”.`)
    return undefined
  }
  const cell = (column: Column) => (places[column] === undefined ? '' : (cells[places[column]] ?? ''))
  const image = photographStem(cell('image'))
  if (image === '') {
    report('This line names no photograph.')
    return undefined
  }
  const grade = gradeOf(cell('level'))
  if (grade === undefined) {
    const found = cell('level') === '' ? 'no grade' : `the grade “${excerpt(cell('level'))}”`
    report(`${excerpt(image)} has ${found}; a grade is 0, 1, 2, 3 or 4.`)
    return undefined
  }
  const risk = cell('dmeRisk')
  const dmeRisk = dmeRisks.find((value) => value === numberOf(risk))
  if (risk !== '' && dmeRisk === undefined) {
    report(
      `${excerpt(image)} has the DME risk “${excerpt(risk)}”, which is left out: it is 0, 1 or 2. Its grade is kept.`,
    )
  }
  const patient = cell('patient') || cell('visit')
  const eye = eyeOf(cell('eye'))
  return {
    line,
    image,
    grade,
    ...(patient === '' ? {} : { patient }),
    ...(eye === undefined ? {} : { eye }),
    ...(dmeRisk === undefined ? {} : { dmeRisk }),
  }
}

const dmeRisks = [0, 1, 2] as const

const gradeOf = (text: string): IcdrGrade | undefined => icdrGrades.find((grade) => grade === numberOf(text))

/** Spreadsheets turn 2 into 2.0; anything else is not taken for a number. */
const numberOf = (text: string): number | undefined =>
  /^\d(\.0+)?$/.test(text) ? Number.parseInt(text, 10) : undefined

const eyeNames: Record<string, 'left' | 'right'> = {
  os: 'left',
  l: 'left',
  left: 'left',
  od: 'right',
  r: 'right',
  right: 'right',
}

const eyeOf = (text: string): 'left' | 'right' | undefined => eyeNames[text.toLowerCase()]

/** Short, and without control characters: sentences are shown to people. */
const excerpt = (text: string): string => {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim()
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean
}
