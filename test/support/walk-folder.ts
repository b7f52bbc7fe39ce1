/**
 * A folder as people bring it, made with the product's own generator: photographs named in Kaggle's form, lesion masks of observers
 * who are not here, and grades tables. The last photograph has no readings: it is for those who read on screen.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import type { IcdrGrade, LesionKind } from '@/lib/domain/lesion'
import { defaultSplit, splitOfPatient } from '@/lib/domain/patient-split'
import { fundus, fundusJpeg } from './fixtures'

export type WalkFolder = {
  root: string
  photographs: string
  masks: string
  sourceGrades: string
  expertGrades: string
  forScreen: string
}

const codes: Partial<Record<LesionKind, string>> = { microaneurysm: 'MA', haemorrhage: 'HE', hardExudate: 'EX' }
const grades: IcdrGrade[] = [0, 1, 2, 3]
const widthPx = 640

/** Patients so that every side of the form's split has one of each grade; the split is a hash of the code. */
function patientsOfEveryGradeOnEverySide(): { patient: string; grade: IcdrGrade }[] {
  const found: { patient: string; grade: IcdrGrade }[] = []
  const next = { train: 0, validation: 0, test: 0 }
  for (let code = 10; found.length < 3 * grades.length; code++) {
    const side = splitOfPatient(String(code), { salt: defaultSplit.salt, train: 0.6, validation: 0.15 })
    const grade = grades[next[side]]
    if (grade === undefined) continue
    next[side] += 1
    found.push({ patient: String(code), grade })
  }
  return found
}

export async function walkFolder(): Promise<WalkFolder> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'concord-walk-'))
  const [photographs, masks] = [path.join(root, 'photographs'), path.join(root, 'masks')]
  await mkdir(photographs)
  await mkdir(masks)
  const patients = patientsOfEveryGradeOnEverySide()
  const sources = ['image,level']
  const experts = ['image,level']
  for (const [i, { patient, grade }] of patients.entries()) {
    const fixture = { seed: 100 + i, grade, width: widthPx, eye: 'left' } as const
    const stem = `${patient}_left`
    await writeFile(path.join(photographs, `${stem}.jpeg`), await fundusJpeg(fixture))
    sources.push(`${stem},${fixture.grade}`)
    experts.push(`${stem},${fixture.grade}`)
    const { masks: drawn, width, height } = fundus(fixture)
    for (const [kind, code] of Object.entries(codes)) {
      const mask = drawn[kind as LesionKind] ?? new Uint8Array(width * height)
      const white = Buffer.from(mask.map((on) => on * 255))
      await sharp(white, { raw: { width, height, channels: 1 } })
        .png()
        .toFile(path.join(masks, `${stem}_${code}.png`))
    }
  }
  const forScreen = '9999_right'
  await writeFile(
    path.join(photographs, `${forScreen}.jpeg`),
    await fundusJpeg({ seed: 999, grade: 2, width: widthPx }),
  )
  sources.push(`${forScreen},1`)
  const [sourceGrades, expertGrades] = [path.join(photographs, 'trainLabels.csv'), path.join(root, 'expert.csv')]
  await writeFile(sourceGrades, `${sources.join('\n')}\n`)
  await writeFile(expertGrades, `${experts.join('\n')}\n`)
  return { root, photographs, masks, sourceGrades, expertGrades, forScreen }
}
