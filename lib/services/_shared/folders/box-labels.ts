/**
 * YOLO's boxes: `labels/NAME.txt` for each photograph that somebody looked at, an empty one where nothing was found. A
 * photograph without such a file was not labelled.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { parseYoloBoxes, parseYoloClasses, type YoloClass } from '@/lib/formats/yolo-boxes'
import { stemKey } from './find-photographs'
import type { LabelReader } from './label-reader'
import { listFiles } from './list-files'
import { counted, type FolderProblem, lineProblems, someOf } from './problems'
import { readFileWhole } from './read-file-whole'

const classesName = 'classes.txt'

/** @param stems of the photographs that are there  @throws AppError `folders.classes` */
export async function boxReader(folder: string, labels: string, stems: ReadonlySet<string>): Promise<LabelReader> {
  const { classes, problems } = await readClasses([path.join(folder, classesName), path.join(labels, classesName)])
  const tables = new Map<string, string>()
  const strangers: string[] = []
  for (const name of await listFiles(labels)) {
    if (!name.toLowerCase().endsWith('.txt') || path.basename(name) === classesName) continue
    const stem = stemKey(name.slice(0, -'.txt'.length))
    if (stems.has(stem)) tables.set(stem, path.join(labels, name))
    else strangers.push(name)
  }
  if (strangers.length > 0) {
    const sentence = `${counted(strangers.length, 'file')} here ${strangers.length === 1 ? 'belongs' : 'belong'} to no photograph of images/; passed over: ${someOf(strangers)}.`
    problems.push({ file: labels, line: null, sentence })
  }
  return {
    problems,
    readerOf(stem) {
      const file = tables.get(stem)
      return file === undefined
        ? undefined
        : async (size) => {
            const found = parseYoloBoxes((await readFileWhole(file)).toString('utf8'), size, classes)
            return { marks: found.marks, problems: lineProblems(file, found.problems) }
          }
    },
    ofUnlabelled: (files) =>
      files.map((file) => ({
        file,
        line: null,
        sentence: `There is no ${path.join(labels, `${path.parse(file).name}.txt`)}, so nobody has labelled it; left out. (An empty file says that it shows no lesion.)`,
      })),
  }
}

async function readClasses(places: readonly string[]): Promise<{ classes: YoloClass[]; problems: FolderProblem[] }> {
  for (const file of places) {
    const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text === undefined) continue
    const { classes, problems } = parseYoloClasses(text)
    if (classes.length > 0) return { classes, problems: lineProblems(file, problems) }
    throw new AppError('folders.classes', `${file} is empty; name the classes of the boxes in it, one a line.`, 422)
  }
  throw new AppError(
    'folders.classes',
    `${places[0]} is missing; name the classes of the boxes in it, one a line, class 0 first.`,
    422,
  )
}
