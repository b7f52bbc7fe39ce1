/** One reading that somebody made elsewhere, before it is stored. What each format's reader makes of its files. */
import { createHash } from 'node:crypto'
import type { Qualification, ReadingAnswer, Task } from '@/lib/domain/reading'

export const readingFormats = ['diaretdb1', 'idrid-masks', 'grades-csv'] as const
export type ReadingFormat = (typeof readingFormats)[number]

export type SourceFile = { name: string; sha256: string }

/** `line` is null where it makes no sense. */
export type ImportProblem = { file: string; line: number | null; sentence: string }

export type ExternalReading = {
  /** The external observer's name. */
  observer: string
  /** Stem of the photograph's file name. */
  photograph: string
  /** The file that names it in reports; a reading may rest on several. */
  file: string
  line: number | null
  /** Read when its turn comes: masks are large. `notes`: what could not be used, though the reading stands. */
  read(photograph: {
    width: number
    height: number
  }): Promise<{ answer: ReadingAnswer; files: SourceFile[]; notes: string[] } | { unusable: string }>
}

/** Everything that a folder holds in one format. */
export type FoundReadings = { readings: ExternalReading[]; problems: ImportProblem[] }

/** What a format is about, and who is taken for its observer unless said otherwise. */
export const formatDefaults: Record<ReadingFormat, { task: Task; observer: string; qualification: Qualification }> = {
  diaretdb1: { task: 'marks', observer: 'DIARETDB1 expert', qualification: 'ophthalmologist' },
  'idrid-masks': { task: 'marks', observer: 'IDRiD masks', qualification: 'ophthalmologist' },
  'grades-csv': { task: 'grade', observer: 'IDRiD grades', qualification: 'ophthalmologist' },
}

export const sourceFile = (name: string, bytes: Uint8Array): SourceFile => ({
  name,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})
