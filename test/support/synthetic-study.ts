/**
 * A study whose photographs, lesions and grades are known: generated, imported and read by simulated observers who see
 * everything, on the same paths as real ones. Small and quick; what it looks like does not matter.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { IcdrGrade } from '@/lib/domain/lesion'
import { kOfNProtocol } from '@/lib/domain/protocol-presets'
import { changeProtocol } from '@/lib/services/change-protocol'
import { importFolder } from '@/lib/services/import-folder'
import { type KnownTruth, simulateReadings } from '@/lib/services/simulate-readings'
import { generateFundus, type ObserverSkill } from '@/lib/synthetic'
import { encodeJpeg } from '@/lib/vision'
import { commandLine, newStudy } from './study'

const everything: ObserverSkill = {
  sensitivity: {
    microaneurysm: 1,
    haemorrhage: 1,
    hardExudate: 1,
    softExudate: 1,
    irma: 1,
    venousBeading: 1,
    neovascularisation: 1,
  },
  falseMarksPerPhotograph: 0,
  gradeConfusion: [0, 1, 2, 3, 4].map((truth) => [0, 1, 2, 3, 4].map((answer) => (answer === truth ? 1 : 0))),
  localisationPx: 0,
}

export type SyntheticPhotograph = { name: string; seed: number; grade: IcdrGrade; eye: 'left' | 'right' }

/** Both eyes of `patients` patients; grades 0 … 3 in turn. */
export const bothEyes = (patients: number): SyntheticPhotograph[] =>
  Array.from({ length: patients }, (_, patient) =>
    (['left', 'right'] as const).map((eye, i) => {
      const seed = patient * 2 + i + 1
      return { name: `${patient + 1}_${eye}.jpeg`, seed, eye, grade: gradeAt(patient + i) }
    }),
  ).flat()

const gradeAt = (i: number): IcdrGrade => ([0, 1, 2, 3] as const)[i % 4] ?? 0

/** Imports the photographs and has one simulated ophthalmologist read marks and grade of each (1 of 1). */
export async function syntheticStudy(photographs: SyntheticPhotograph[]): Promise<string> {
  const studyId = await newStudy()
  await changeProtocol(commandLine, studyId, { ...kOfNProtocol(1, 1), patches: null })
  const folder = await mkdtemp(path.join(os.tmpdir(), 'concord-synthetic-'))
  const truths = new Map<string, KnownTruth>()
  try {
    await mkdir(folder, { recursive: true })
    for (const { name, seed, grade, eye } of photographs) {
      const fundus = generateFundus({ seed, grade, eye, width: 512, height: 512 })
      truths.set(name, fundus)
      await writeFile(path.join(folder, name), await encodeJpeg(fundus.rgb, fundus.width, fundus.height, 92))
    }
    await importFolder(commandLine, { studyId, folder, concurrency: 2 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const observers = [
    { name: 'Simulated ophthalmologist', qualification: 'ophthalmologist', skill: everything },
  ] as const
  await simulateReadings(commandLine, {
    studyId,
    observers: [...observers],
    truthOf: (name) => truths.get(name),
    seed: 1,
  })
  return studyId
}
