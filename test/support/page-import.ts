/** An import from the page, without the page: files are sent to it, and its jobs are done. */
import { Readable } from 'node:stream'
import { afterAll } from 'vitest'
import { database } from '@/lib/db'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'
import { openImport } from '@/lib/services/open-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { createPhotographDecoder } from '@/lib/vision'
import { commandLine, newStudy, testNow } from './study'

/** An open import into a study of its own. */
export async function begin() {
  const studyId = await newStudy()
  const { id: importId } = await openImport(commandLine, { studyId })
  return { studyId, importId }
}

export const send = (importId: string, name: string, bytes: Uint8Array | string) =>
  receiveImportFile(commandLine, { importId, name, body: Readable.from([Buffer.from(bytes)]) })

/** A decoder for one test file, closed at its end, and what a worker does with it: all jobs of an import, by name. */
export function importWorker() {
  const decoder = createPhotographDecoder()
  afterAll(() => decoder.close())
  const work = async (importId: string): Promise<void> => {
    const waiting = await database().importFile.findMany({
      where: { importId, state: 'received' },
      orderBy: { name: 'asc' },
    })
    for (const { id } of waiting) await ingestPhotograph(id, { now: testNow, decoder })
  }
  return { decoder, work }
}

/** What an import made of a study's photographs, by name. */
export const photographs = (studyId: string) =>
  database().photograph.findMany({
    where: { studyId },
    orderBy: { fileName: 'asc' },
    select: {
      fileName: true,
      eye: true,
      patient: { select: { code: true } },
      sourceGrades: { select: { grade: true, provenance: true } },
      items: { select: { task: true }, distinct: ['task'], orderBy: { task: 'asc' } },
    },
  })
