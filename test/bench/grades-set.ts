/**
 * What all cells of `grades` share: prepared photographs with their grades, and the weights that a lesion model gives to
 * each image. Everything is kept in the benchmark's folder, so that an interrupted one finds it again.
 */
import path from 'node:path'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { splitPosition } from '@/lib/domain/patient-split'
import { type FrozenGrade, freezeGrades } from '@/lib/services/_shared/folders/freeze-grades'
import type { GradeItem } from '@/lib/services/_shared/folders/grade-examples'
import { makeWeights } from '@/lib/services/_shared/folders/lesion-weights'
import { openLesionModel } from '@/lib/services/_shared/folders/open-model'
import { pictureStore } from '@/lib/services/_shared/folders/prepared-photographs'
import { type PreprocessSettings, paperPreprocessing } from '@/lib/vision'
import { boxed, outlined } from './learn-patches'
import { looksLike, signatureOf, signaturesOf } from './lookalikes'

const gradedFolders = ['idrid-grading', 'kaggle-sample']

export type GradeSet = {
  /** Of each weighting mode, in one order. */
  items: Record<WeightingMode, GradeItem[]>
  /** Side of the images, pixels. */
  side: number
  /** Patients who are never held out: a lesion model may have learned from a photograph of theirs. */
  neverHeldOut: string[]
}

export type GradeSetRequest = {
  data: string
  /** The benchmark's folder. */
  out: string
  gradeClasses: readonly number[]
  /** Folder of a lesion model; null = images are not weighted in any cell. */
  lesions: string | null
  modes: readonly WeightingMode[]
}

export async function prepareGradeSet({ data, out, gradeClasses, lesions, modes }: GradeSetRequest): Promise<GradeSet> {
  const model = lesions === null ? null : await openLesionModel(lesions)
  const preprocessing = model?.notes.preprocessing ?? paperPreprocessing
  const { signal } = new AbortController()
  const photographs: FrozenGrade[] = []
  for (const folder of gradedFolders) {
    const frozen = await freezeGrades({
      folder: path.join(data, folder),
      gradeClasses,
      preprocessing,
      validationShare: 0,
      workFolder: out,
      onProblem: ({ file, sentence }) => console.error(`${path.relative(data, file)}: ${sentence}`),
      signal,
      onProgress: (done, total) => {
        if (done % 20 === 0 || done === total) console.error(`${folder}: prepared ${done} of ${total} photographs`)
      },
    })
    photographs.push(...frozen)
  }
  photographs.sort((a, b) => (a.id < b.id ? -1 : 1))
  const items: GradeSet['items'] = { paper: [], expected: [], none: [] }
  for (const [done, photograph] of photographs.entries()) {
    for (const mode of modes) {
      const { id, group, grade, contrast256 } = photograph
      const weights = mode === 'none' || !model ? null : await makeWeights(out, model, mode, photograph, signal)
      items[mode].push({ id, group, grade, contrast256, weights })
    }
    if (model && (done + 1) % 20 === 0) console.error(`weighed ${done + 1} of ${photographs.length} photographs`)
  }
  model?.dispose()
  const neverHeldOut = await groupsSeenBefore(data, out, photographs, preprocessing)
  return { items, side: preprocessing.gradingSidePx, neverHeldOut }
}

async function groupsSeenBefore(
  data: string,
  out: string,
  photographs: readonly FrozenGrade[],
  preprocessing: PreprocessSettings,
): Promise<string[]> {
  const folders = [outlined, boxed].map((folder) => path.join(data, folder))
  const known = await signaturesOf(folders, preprocessing, out)
  const groups = new Set<string>()
  for (const { id, group, contrast256 } of photographs) {
    const signature = await signatureOf(await pictureStore(out).get(contrast256))
    const same = known.find((one) => looksLike(one.signature, signature))
    if (!same) continue
    groups.add(group)
    console.error(`${id} is ${same.file}, whose lesions are known: its patient is never held out`)
  }
  return [...groups].sort()
}

/** Both sides of one seed's split: patients by the order of a hash that the seed salts, the same for every mode. */
export function sidesOf(
  { items, neverHeldOut }: GradeSet,
  mode: WeightingMode,
  seed: number,
  share: number,
): { train: GradeItem[]; test: GradeItem[] } {
  const place = (group: string) => splitPosition(group, `grades-${seed}`)
  const groups = [...new Set(items[mode].map(({ group }) => group))].sort((a, b) => place(a) - place(b))
  const seen = new Set(neverHeldOut)
  const held = new Set(groups.filter((group) => !seen.has(group)).slice(0, Math.round(share * groups.length)))
  return {
    train: items[mode].filter(({ group }) => !held.has(group)),
    test: items[mode].filter(({ group }) => held.has(group)),
  }
}
