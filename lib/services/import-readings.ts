/**
 * Readings that people made elsewhere become readings of external observers: real ones, with their provenance, through the very same
 * path as those made on screen. Bringing the same files again changes nothing. What cannot be used is named by file and line; the
 * rest arrives.
 */
import { authorise, noAccess, studyMembership } from '@/lib/auth'
import { database, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Qualification } from '@/lib/domain/reading'
import { createPhotographDecoder } from '@/lib/vision'
import type { Context } from './_shared/context'
import { type ExternalObserver, externalObserver } from './_shared/readings-import/external-observer'
import {
  type ExternalReading,
  type FoundReadings,
  formatDefaults,
  type ImportProblem,
  type ReadingFormat,
} from './_shared/readings-import/external-reading'
import { findDiaretdb1 } from './_shared/readings-import/find-diaretdb1'
import { findGrades } from './_shared/readings-import/find-grades'
import { findIdridMasks } from './_shared/readings-import/find-idrid-masks'
import { type NamedPhotograph, photographsByStem, stemKey } from './_shared/readings-import/photographs-by-stem'
import { submitReadingFor } from './_shared/submit-reading-for'

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
  /** Stored now, and there before. */
  readings: number
  duplicates: number
  perObserver: { observer: string; readings: number; duplicates: number }[]
  problems: ImportProblem[]
}

/** @throws AppError `access.none`, `import.folder`, `import.nothing`, `observer.qualification` */
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

function findReadings(
  { format, folder, observer = formatDefaults[format].observer }: ReadingsImport,
  decodeMask: Decode,
): Promise<FoundReadings> {
  switch (format) {
    case 'diaretdb1':
      return findDiaretdb1(folder, observer)
    case 'idrid-masks':
      return findIdridMasks(folder, observer, decodeMask)
    case 'grades-csv':
      return findGrades(folder, observer)
  }
}

async function storeAll(
  context: Context,
  studyId: string,
  request: ReadingsImport,
  found: FoundReadings,
): Promise<ReadingsReport> {
  const { format, onProgress } = request
  const photographs = await photographsByStem(database(), studyId, formatDefaults[format].task)
  const report: ReadingsReport = { readings: 0, duplicates: 0, perObserver: [], problems: [...found.problems] }
  for (const [done, reading] of found.readings.entries()) {
    onProgress?.(done, found.readings.length)
    const { file, line } = reading
    const note = (sentence: string) => report.problems.push({ file, line, sentence })
    const photograph = photographOf(photographs, reading, format)
    if (typeof photograph === 'string') {
      note(photograph)
      continue
    }
    const qualification = request.qualification ?? formatDefaults[format].qualification
    const observer = await externalObserver(reading.observer, {
      format,
      qualification,
      isSaid: request.qualification !== undefined,
    })
    const stored = await store(context, observer, reading, photograph, format)
    for (const sentence of stored.notes) note(sentence)
    count(report, observer.name, stored.outcome)
  }
  onProgress?.(found.readings.length, found.readings.length)
  return report
}

type Reachable = NamedPhotograph & { itemId: string }

/** The photograph that a reading is about, or a sentence that says why there is none to read. */
function photographOf(
  photographs: Map<string, NamedPhotograph[]>,
  { photograph }: ExternalReading,
  format: ReadingFormat,
): Reachable | string {
  const named = photographs.get(stemKey(photograph)) ?? []
  const [first] = named
  if (!first) return `The study has no photograph called ${photograph}; bring it in first with npx concord import.`
  if (named.length > 1)
    return `${named.length} photographs of the study are called ${photograph}; which one is meant cannot be told.`
  const { itemId } = first
  if (itemId === null)
    return `The study's protocol does not ask for ${formatDefaults[format].task}; switch that task on first.`
  return { ...first, itemId }
}

type Stored = { outcome: 'stored' | 'duplicate' | 'refused'; notes: string[] }

async function store(
  { now }: Context,
  observer: ExternalObserver,
  reading: ExternalReading,
  photograph: Reachable,
  format: ReadingFormat,
): Promise<Stored> {
  const refused = (sentence: string): Stored => ({ outcome: 'refused', notes: [sentence] })
  try {
    const read = await reading.read(photograph)
    if ('unusable' in read) return refused(read.unusable)
    const { line } = reading
    const provenance = { origin: 'import' as const, format, files: read.files, ...(line !== null && { line }) }
    const request = { itemId: photograph.itemId, observer, answer: read.answer, provenance }
    const result = await inTransaction((tx) => submitReadingFor(tx, request, now))
    if (result.outcome === 'refused') return refused(result.sentence)
    return { outcome: result.outcome, notes: read.notes }
  } catch (error) {
    if (error instanceof AppError) return refused(error.sentence)
    throw error
  }
}

function count(report: ReadingsReport, observer: string, outcome: Stored['outcome']): void {
  const row = report.perObserver.find((entry) => entry.observer === observer) ?? {
    observer,
    readings: 0,
    duplicates: 0,
  }
  if (!report.perObserver.includes(row)) report.perObserver.push(row)
  if (outcome === 'stored') {
    row.readings++
    report.readings++
  }
  if (outcome === 'duplicate') {
    row.duplicates++
    report.duplicates++
  }
}
