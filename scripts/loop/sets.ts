/** The sets of real photographs that the loop knows, and how each becomes a study. All share one grid. */
import fs from 'node:fs'
import path from 'node:path'
import type { Protocol } from '@/lib/domain/protocol'
import { kOfNProtocol } from '@/lib/domain/protocol-presets'
import type { ReadingFormat } from '@/lib/services/_shared/readings-import/external-reading'

export type LoopSet = {
  /** Its folder, and the name of its study. */
  name: string
  about: string
  protocol: Protocol
  readings?: { format: ReadingFormat; table?: string }
  /** A table of source grades: claims. */
  sourceGrades?: string
  /** A table that says whose photographs these are. */
  patients?: string
  /** With `--small`: so many photographs, or so many of each grade. */
  small: { photographs: number } | { ofEachGrade: number; table: string }
}

const marksOnly = (k: number, n: number): Protocol => ({ ...kOfNProtocol(k, n), patches: null, grade: null })
const gradesOnly = (k: number, n: number): Protocol => ({ ...kOfNProtocol(k, n), marks: null, patches: null })

const known: LoopSet[] = [
  {
    name: 'diaretdb1',
    about: 'marks of four experts, three of four decide',
    protocol: marksOnly(3, 4),
    readings: { format: 'diaretdb1' },
    small: { photographs: 8 },
  },
  {
    name: 'idrid-lesions',
    about: 'lesion masks as the marks of one ophthalmologist',
    protocol: marksOnly(1, 1),
    readings: { format: 'idrid-masks' },
    small: { photographs: 8 },
  },
  {
    name: 'kaggle-sample',
    about: 'source grades: claims that nobody has checked yet',
    protocol: gradesOnly(2, 3),
    sourceGrades: 'trainLabels.csv',
    small: { photographs: 4 },
  },
  {
    name: 'idrid-grading',
    about: 'grades of one ophthalmologist',
    protocol: gradesOnly(1, 1),
    readings: { format: 'grades-csv', table: 'grades.csv' },
    patients: 'grades.csv',
    small: { ofEachGrade: 6, table: 'grades.csv' },
  },
]

/** What of the known sets lies in the folder. */
export const setsIn = (folder: string): LoopSet[] =>
  known.filter(({ name }) => fs.existsSync(path.join(folder, name, 'images')))
