/** One set becomes a study: protocol, photographs, readings; and what its readers agree on. */
import os from 'node:os'
import path from 'node:path'
import type { AgreementView } from '@/lib/contracts/adjudication'
import { gradeLabel } from '@/lib/contracts/agreed-label'
import type { ImportReport } from '@/lib/contracts/imports'
import { database } from '@/lib/db'
import type { Context } from '@/lib/services/_shared/context'
import { changeProtocol } from '@/lib/services/change-protocol'
import { createStudy } from '@/lib/services/create-study'
import { importFolder } from '@/lib/services/import-folder'
import { importReadings, type ReadingsReport } from '@/lib/services/import-readings'
import { viewAgreement } from '@/lib/services/view-agreement'
import { progressLine } from '../commands/_shared/progress-line'
import type { LoopSet } from './sets'

export type BroughtIn = {
  name: string
  about: string
  studyId: string
  photographs: ImportReport['counts']
  problems: string[]
  readings: number
  observers: string[]
  agreement: AgreementView
  /** Agreed grade → photographs. */
  grades: Record<string, number>
}

export async function bringIn(context: Context, set: LoopSet, folder: string): Promise<BroughtIn> {
  const { id: studyId } = await createStudy(context, { name: set.name, preset: set.protocol.preset })
  await changeProtocol(context, studyId, set.protocol)
  const importing = progressLine(`photographs of ${set.name}`)
  const { sourceGrades, patients } = set
  const report = await importFolder(context, {
    studyId,
    folder,
    ...(sourceGrades && { grades: path.join(folder, sourceGrades) }),
    ...(patients && { patients: path.join(folder, patients) }),
    concurrency: os.availableParallelism(),
    onProgress: importing,
  })
  importing.end()
  const read = set.readings && (await bringInReadings(context, set.name, folder, set.readings))
  const problems = [...report.problems, ...(read?.problems ?? [])]
  return {
    name: set.name,
    about: set.about,
    studyId,
    photographs: report.counts,
    problems: problems.map(
      ({ file, line, sentence }) => `${file}${line === null ? '' : `, line ${line}`}: ${sentence}`,
    ),
    readings: read?.readings ?? 0,
    observers: read?.perObserver.map(({ observer }) => observer) ?? [],
    agreement: await viewAgreement(context, studyId),
    grades: await agreedGrades(studyId),
  }
}

async function bringInReadings(
  context: Context,
  studyName: string,
  folder: string,
  { format, table }: NonNullable<LoopSet['readings']>,
): Promise<ReadingsReport> {
  const reading = progressLine(`readings of ${studyName}`)
  const from = table === undefined ? folder : path.join(folder, table)
  const report = await importReadings(context, { studyName, folder: from, format, onProgress: reading })
  reading.end()
  return report
}

async function agreedGrades(studyId: string): Promise<Record<string, number>> {
  const labels = await database().agreedLabel.findMany({
    where: { item: { studyId, task: 'grade' }, supersededBy: { is: null } },
    select: { label: true },
  })
  const counts: Record<string, number> = {}
  for (const { label } of labels) {
    const grade = String(gradeLabel.parse(label).grade)
    counts[grade] = (counts[grade] ?? 0) + 1
  }
  return counts
}
