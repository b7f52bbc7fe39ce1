/** Brings readings that people made elsewhere into a study. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { commandLineActor } from '@/lib/auth'
import { qualification } from '@/lib/contracts/scalars'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { readingFormats } from '@/lib/services/_shared/readings-import/external-reading'
import { importReadings, type ReadingsReport } from '@/lib/services/import-readings'
import { progressLine } from './_shared/progress-line'
import { withDatabase } from './_shared/with-database'

export const usage = `npx concord import-readings FOLDER --study NAME --format FORMAT — brings in readings made elsewhere

  --study NAME             the study; its photographs are there already (npx concord import)
  --format FORMAT          diaretdb1     XML of markings; each expert becomes an external observer
                           idrid-masks   lesion masks; all of a photograph are one observer's marks
                           grades-csv    a table image,level (FOLDER may be the file): one observer's grades
  --observer NAME          the external observer's name; of DIARETDB1's experts the part before their number
  --qualification WHAT     trainedObserver or ophthalmologist; ophthalmologist unless said

Photographs are found by the stem of their file names. Readings take the seats of the protocol's panel like any other.
Bringing the same files again changes nothing. Exit code 0; 1 when no reading is there in the end.`

const options = {
  study: { type: 'string' },
  format: { type: 'string' },
  observer: { type: 'string' },
  qualification: { type: 'string' },
} as const

const asked = z.object({
  study: z.string().min(1),
  format: z.enum(readingFormats),
  observer: z.string().trim().min(1).max(100).optional(),
  qualification: qualification.optional(),
})

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [folder] = positionals
  const parsed = asked.safeParse(values)
  if (!folder || positionals.length > 1 || !parsed.success) throw new AppError('import.usage', usage)
  const { study, ...rest } = parsed.data
  return withDatabase(async () => {
    if ((await database().study.count({ where: { name: study } })) === 0) {
      console.error(
        `There is no study “${study}”. Bring its photographs in first: npx concord import FOLDER --study "${study}"`,
      )
      return 1
    }
    const show = progressLine('readings')
    const request = { ...rest, studyName: study, folder: path.resolve(folder), onProgress: show }
    const report = await importReadings({ actor: commandLineActor, now: new Date() }, request)
    show.end()
    print(report)
    return report.readings + report.duplicates === 0 ? 1 : 0
  })
}

function print({ readings, duplicates, perObserver, problems }: ReadingsReport): void {
  for (const { file, line, sentence } of problems)
    console.error(`${file}${line === null ? '' : `, line ${line}`}: ${sentence}`)
  const width = Math.max(8, ...perObserver.map(({ observer }) => observer.length))
  const row = (name: string, now: string | number, before: string | number) =>
    `${name.padEnd(width)}  ${String(now).padStart(8)}  ${String(before).padStart(13)}`
  console.log(row('Observer', 'Readings', 'There already'))
  for (const each of perObserver) console.log(row(each.observer, each.readings, each.duplicates))
  console.log(row('Together', readings, duplicates))
  if (problems.length > 0)
    console.log(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, named above.`)
}
