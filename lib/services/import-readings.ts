/**
 * Readings that people made elsewhere become readings of external observers: real ones, with their provenance, through the very same
 * path as those made on screen. Bringing the same files again changes nothing. What cannot be used is named by file and line; the
 * rest arrives.
 */
import { authorise, noAccess, studyMembership } from '@/lib/auth'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Qualification } from '@/lib/domain/reading'
import { createPhotographDecoder } from '@/lib/vision'
import type { Context } from './_shared/context'
import { externalObserver } from './_shared/readings-import/external-observer'
import {
  type FoundReadings,
  formatDefaults,
  type ImportProblem,
  type ReadingFormat,
} from './_shared/readings-import/external-reading'
import { findDiaretdb1 } from './_shared/readings-import/find-diaretdb1'
import { findGrades } from './_shared/readings-import/find-grades'
import { findIdridMasks } from './_shared/readings-import/find-idrid-masks'
import { photographsByStem } from './_shared/readings-import/photographs-by-stem'
import { requireSeats } from './_shared/readings-import/require-seats'
import { type StoredExternal, storeExternal } from './_shared/readings-import/store-external'

export type ReadingsImport = {
  studyName: string
  /** Absolute. For tables also a file. */
  folder: string
  format: ReadingFormat
  /** Name of the external observer; for DIARETDB1 the number of the expert is added. */
  observer?: string
  qualification?: Qualification
  onProgress?: (done: number, total: number) => void
}

export type ReadingsReport = {
  /** Stored now. */
  readings: number
  /** There before, with the same answer. */
  duplicates: number
  perObserver: { observer: string; readings: number; duplicates: number }[]
  problems: ImportProblem[]
}

/** @throws AppError `access.none`, `import.folder`, `import.nothing`, `import.seats`, `observer.qualification` */
export async function importReadings(context: Context, request: ReadingsImport): Promise<ReadingsReport> {
  const study = await database().study.findUnique({ where: { name: request.studyName }, select: { id: true } })
  if (!study) throw noAccess()
  authorise(context.actor, 'study.import', await studyMembership(database(), context.actor, study.id))
  const decoder = createPhotographDecoder()
  try {
    const found = await findReadings(request, (bytes) => decoder.decodeMask(bytes))
    if (found.readings.length + found.problems.length === 0) {
      throw new AppError('import.nothing', `${request.folder} holds no files of the form ${request.format}.`, 422)
    }
    return await storeAll(context, study.id, request, found)
  } finally {
    await decoder.close()
  }
}

type Decode = Parameters<typeof findIdridMasks>[2]

function findReadings({ format, folder, observer }: ReadingsImport, decodeMask: Decode): Promise<FoundReadings> {
  const name = observer ?? formatDefaults[format].observer
  switch (format) {
    case 'diaretdb1':
      return findDiaretdb1(folder, name)
    case 'idrid-masks':
      return findIdridMasks(folder, name, decodeMask)
    case 'grades-csv':
      return findGrades(folder, name)
  }
}

async function storeAll(
  { now }: Context,
  studyId: string,
  { format, qualification: said, onProgress }: ReadingsImport,
  { readings, problems }: FoundReadings,
): Promise<ReadingsReport> {
  const { task, qualification: usual } = formatDefaults[format]
  const qualification = said ?? usual
  const photographs = await photographsByStem(database(), studyId, task)
  await requireSeats(readings, photographs, { task, qualification })
  const report: ReadingsReport = { readings: 0, duplicates: 0, perObserver: [], problems: [...problems] }
  for (const [done, reading] of readings.entries()) {
    onProgress?.(done, readings.length)
    const observer = await externalObserver(reading.observer, { format, qualification, isSaid: said !== undefined })
    const { outcome, notes } = await storeExternal(reading, observer, photographs, { format, now })
    const { file, line } = reading
    report.problems.push(...notes.map((sentence) => ({ file, line, sentence })))
    count(report, observer.name, outcome)
  }
  onProgress?.(readings.length, readings.length)
  return report
}

function count(report: ReadingsReport, observer: string, outcome: StoredExternal['outcome']): void {
  if (!report.perObserver.some((row) => row.observer === observer)) {
    report.perObserver.push({ observer, readings: 0, duplicates: 0 })
  }
  if (outcome === 'refused') return
  const figure = outcome === 'stored' ? 'readings' : 'duplicates'
  report[figure]++
  for (const row of report.perObserver) if (row.observer === observer) row[figure]++
}
