/** Brings the photographs of a folder into a study. */
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { commandLineActor } from '@/lib/auth'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { presetNames } from '@/lib/domain/protocol-presets'
import type { Context } from '@/lib/services/_shared/context'
import { noTable } from '@/lib/services/_shared/import/add-table'
import { arrivalKind } from '@/lib/services/_shared/import/file-name'
import { createStudy } from '@/lib/services/create-study'
import { importFolder } from '@/lib/services/import-folder'
import { progressLine } from './_shared/progress-line'
import { withDatabase } from './_shared/with-database'

export const usage = `npx concord import FOLDER --study NAME — brings photographs in

  --study NAME      the study; it is made when there is none of that name
  --preset PRESET   the protocol of a new study: ${presetNames.join(', ')},
                    or 3-of-4 and the like; k-of-n unless said
  --grades FILE     a table image,level of source grades (Kaggle's trainLabels.csv, from here or from FOLDER): claims to be
                    checked, never labels
  --patients FILE   a table whose columns patient (or visit) and eye say whose photographs these are; its grades are not used

Photographs are looked for in all folders below, but for those called masks, readers or labels. What is there already is
found by its pixels and not taken twice. Exit code 0; 1 when nothing could be imported.`

const options = {
  study: { type: 'string' },
  preset: { type: 'string', default: 'k-of-n' },
  grades: { type: 'string' },
  patients: { type: 'string' },
} as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [folder] = positionals
  if (!folder || !values.study || positionals.length > 1) throw new AppError('import.usage', usage)
  const { study, preset, grades, patients } = values
  if (grades && arrivalKind(grades) !== 'table') throw noTable(grades)
  return withDatabase(async () => {
    const context = { actor: commandLineActor, now: new Date() }
    const studyId = await studyNamed(context, study, preset)
    const show = progressLine('photographs')
    const report = await importFolder(context, {
      studyId,
      folder: path.resolve(folder),
      grades,
      patients,
      concurrency: os.availableParallelism(),
      onProgress: show,
    })
    show.end()
    for (const { file, line, sentence } of report.problems) {
      console.error(`${file}${line === null ? '' : `, line ${line}`}: ${sentence}`)
    }
    const { ingested, duplicate, rejected, sourceGrades } = report.counts
    const counts = [
      `${ingested} imported`,
      `${duplicate} there already`,
      `${rejected} rejected`,
      `${sourceGrades} with a source grade`,
    ]
    console.log(`${counts.join(', ')}; ${report.problemsTotal} ${report.problemsTotal === 1 ? 'problem' : 'problems'}.`)
    return ingested + duplicate === 0 ? 1 : 0
  })
}

async function studyNamed(context: Context, name: string, preset: string): Promise<string> {
  const known = await database().study.findUnique({ where: { name }, select: { id: true } })
  return known?.id ?? (await createStudy(context, { name, preset })).id
}
