/**
 * The demonstration's photographs: both eyes of thirteen patients, made by the product's own generator. Of twelve patients
 * the truth is known to the simulated observers; the thirteenth is left for people to read.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import type { IcdrGrade } from '@/lib/domain/lesion'
import type { KnownTruth } from '@/lib/services/simulate-readings'
import { type FundusSettings, generateFundus } from '@/lib/synthetic'
import { encodeJpeg } from '@/lib/vision'

const patientsRead = 12
const size = { width: 1024, height: 768 }

/**
 * Grades of left and right eyes, patient by patient; neighbours, as eyes of one person are. Every grade occurs on the
 * training side of the split, which is a hash of the patients' numbers.
 */
const gradesOf: readonly (readonly [IcdrGrade, IcdrGrade])[] = [
  [0, 0],
  [1, 1],
  [2, 3],
  [2, 2],
  [0, 1],
  [0, 0],
  [3, 3],
  [1, 2],
  [3, 3],
  [0, 1],
  [2, 3],
  [3, 2],
  [1, 2],
]

/** Every seventh source grade is one too high or too low: what the readings are there to find. */
const wrongEvery = 7

type Planned = FundusSettings & { name: string; isRead: boolean }

const planned: Planned[] = gradesOf.flatMap((grades, patient) =>
  (['left', 'right'] as const).map((eye, side) => ({
    ...size,
    eye,
    seed: 100 + patient * 2 + side,
    grade: grades[side] ?? 0,
    name: `${patient + 1}_${eye}.jpeg`,
    isRead: patient < patientsRead,
  })),
)

/** Writes the photographs and a table of source grades. @returns what is to be seen on those that observers read */
export async function writePhotographs(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<{ grades: string; truths: Map<string, KnownTruth> }> {
  const truths = new Map<string, KnownTruth>()
  const lines = ['image,level']
  for (const [i, { name, isRead, ...settings }] of planned.entries()) {
    const fundus = generateFundus(settings)
    if (isRead) truths.set(name, fundus)
    const claimed =
      i % wrongEvery === wrongEvery - 1 ? settings.grade + (settings.grade === 0 ? 1 : -1) : settings.grade
    lines.push(`${path.parse(name).name},${claimed}`)
    await fs.writeFile(path.join(folder, name), await encodeJpeg(fundus.rgb, fundus.width, fundus.height, 92))
    onProgress(i + 1, planned.length)
  }
  const grades = path.join(folder, 'trainLabels.csv')
  await fs.writeFile(grades, `${lines.join('\n')}\n`)
  return { grades, truths }
}
