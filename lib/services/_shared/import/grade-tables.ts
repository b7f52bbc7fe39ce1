/**
 * Tables of source grades. A table is kept whole, and a photograph meets its row whichever of the two arrives first; both
 * sides do so holding the study's lock, so that they cannot miss each other. Parsed tables are kept in memory: a study of
 * 35,000 photographs would otherwise parse its table 35,000 times.
 */
import { parseSourceGrades, type SourceGradeTable } from '@/lib/formats/source-grades-csv'
import { blobs } from '../stores'

export type GradeRow = SourceGradeTable['rows'][number]
export type GradeTable = SourceGradeTable & { byStem: Map<string, GradeRow> }

const tablesKept = 4
const parsed = new Map<string, Promise<GradeTable>>()

/** @param sha256 of a table in storage */
export function gradeTable(sha256: string): Promise<GradeTable> {
  const known = parsed.get(sha256) ?? load(sha256)
  parsed.delete(sha256)
  parsed.set(sha256, known)
  for (const oldest of parsed.keys()) {
    if (parsed.size <= tablesKept) break
    parsed.delete(oldest)
  }
  known.catch(() => parsed.delete(sha256))
  return known
}

async function load(sha256: string): Promise<GradeTable> {
  return indexTable(parseSourceGrades((await blobs().get(sha256)).toString('utf8')))
}

/** The reader lets the first of two rows for one photograph count, and has named the second. */
const indexTable = (table: SourceGradeTable): GradeTable => ({
  ...table,
  byStem: new Map(table.rows.map((row) => [row.image, row])),
})
