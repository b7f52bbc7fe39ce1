/**
 * A folder of photographs whose lesions are known: `images/` beside `masks/` (IDRiD's names) or `labels/` (YOLO's boxes).
 * What is wrong with the folder as a whole is an error; what is wrong with one photograph or line is told and costs that.
 */
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import { patientOfName } from '@/lib/domain/kaggle-name'
import { boxReader } from './box-labels'
import { findPhotographs, folderNamed, stemKey } from './find-photographs'
import type { LabelReader, ReadMarks } from './label-reader'
import { maskReader } from './mask-labels'
import type { FolderProblem } from './problems'

export type LabelledPhotograph = {
  file: string
  /** Folder and name: names it in models and messages, wherever the folder lies. */
  id: string
  /** Both eyes of one (`10_left`, `10_right`) have the same. */
  patient: string
  readMarks: ReadMarks
}

export type LabelledFolder = { photographs: LabelledPhotograph[]; problems: FolderProblem[] }

/** @throws AppError `folders.missing`, `folders.noImages`, `folders.noLabels`, `folders.bothLabels`, `folders.classes` */
export async function openLabelledFolder(folder: string): Promise<LabelledFolder> {
  const { photographs: found, problems } = await findPhotographs(folder)
  const { readerOf, ofUnlabelled, problems: labelProblems } = await labelReader(folder, new Set(found.keys()))
  const photographs: LabelledPhotograph[] = []
  const unlabelled: string[] = []
  for (const [stem, { file, name }] of found) {
    const readMarks = readerOf(stem)
    if (!readMarks) unlabelled.push(file)
    else
      photographs.push({
        file,
        id: `${path.basename(path.resolve(folder))}/${name}`,
        patient: patientKey(name),
        readMarks,
      })
  }
  return { photographs, problems: [...problems, ...labelProblems, ...ofUnlabelled(unlabelled)] }
}

const patientKey = (name: string) => stemKey(patientOfName(name).patient)

async function labelReader(folder: string, stems: ReadonlySet<string>): Promise<LabelReader> {
  const [masks, labels] = [await folderNamed(folder, 'masks'), await folderNamed(folder, 'labels')]
  if (masks && labels) {
    throw new AppError(
      'folders.bothLabels',
      `${folder} has both masks/ and labels/; keep the one that holds in this folder, and move the other one away.`,
      422,
    )
  }
  if (masks) return maskReader(masks, stems)
  if (labels) return boxReader(folder, labels, stems)
  throw new AppError(
    'folders.noLabels',
    `${folder} has neither masks/ (NAME_MA.png, NAME_HE.png, NAME_EX.png, NAME_SE.png) nor labels/ (NAME.txt of YOLO, with classes.txt) beside images/; put one of them there.`,
    422,
  )
}
