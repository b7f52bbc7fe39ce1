/**
 * What all cells of `grades` share: prepared photographs with their grades, and the weights that a lesion model gives to
 * each image. Everything is kept in the benchmark's folder, so that an interrupted one finds it again.
 */
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { gradeClassNames, gradeClassOfHead, type Head } from '@/lib/domain/heads'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { splitPosition } from '@/lib/domain/patient-split'
import { contrastScale, type Examples, scaleInto } from '@/lib/network'
import { examinePhotograph, gradingSide, weigh, weightsFor } from '@/lib/services/_shared/folders/examine-photograph'
import { type FrozenGrade, freezeGrades } from '@/lib/services/_shared/folders/freeze-grades'
import { openLesionModel, readLesionFiles } from '@/lib/services/_shared/folders/open-model'
import { pictureStore } from '@/lib/services/_shared/folders/prepared-photographs'
import { writeFileWhole } from '@/lib/storage'
import { decodeRgb, paperPreprocessing } from '@/lib/vision'

export const gradedFolders = ['idrid-grading', 'kaggle-sample']
export const weightedModes = ['paper', 'expected'] as const

export type GradeSet = {
  /** Folder of the benchmark. */
  out: string
  photographs: Pick<FrozenGrade, 'id' | 'group' | 'grade' | 'contrast256'>[]
  gradeClasses: number[]
  /** Folder of the weights; null without a lesion model. */
  weights: string | null
  /** Changes with the photographs and their grades. */
  key: string
}

/** @param lesions folder of a lesion model; null = images are not weighted in any cell */
export async function prepareGradeSet(
  data: string,
  out: string,
  gradeClasses: number[],
  lesions: string | null,
): Promise<GradeSet> {
  const model = lesions === null ? null : await openLesionModel(lesions)
  const photographs: FrozenGrade[] = []
  for (const folder of gradedFolders) {
    const frozen = await freezeGrades({
      folder: path.join(data, folder),
      gradeClasses,
      preprocessing: model?.notes.preprocessing ?? paperPreprocessing,
      validationShare: 0,
      workFolder: out,
      onProblem: ({ file, sentence }) => console.error(`${file}: ${sentence}`),
      signal: new AbortController().signal,
      onProgress: (done, total) => {
        if (done % 20 === 0 || done === total) console.error(`${folder}: prepared ${done} of ${total} photographs`)
      },
    })
    photographs.push(...frozen)
  }
  photographs.sort((a, b) => (a.id < b.id ? -1 : 1))
  const weights = lesions === null ? null : path.join(out, 'weights', await keyOfModel(lesions))
  if (model && weights) {
    for (const [done, photograph] of photographs.entries()) {
      if (await writeWeights(model, photograph, out, weights))
        console.error(`weighed ${done + 1} of ${photographs.length}`)
    }
    model.dispose()
  }
  const shared = photographs.map(({ id, group, grade, contrast256 }) => ({ id, group, grade, contrast256 }))
  return { out, photographs: shared, gradeClasses, weights, key: keyOf(JSON.stringify([gradeClasses, shared])) }
}

const keyOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 12)

async function keyOfModel(folder: string): Promise<string> {
  const files = await readLesionFiles(folder)
  return keyOf(Buffer.concat(Object.values(files)))
}

const weightsFile = (folder: string, mode: string, contrast256: string) => path.join(folder, mode, `${contrast256}.f32`)

/** @returns false where they were there already */
async function writeWeights(
  model: Awaited<ReturnType<typeof openLesionModel>>,
  { contrast800, contrast256, fieldOfView }: FrozenGrade,
  out: string,
  folder: string,
): Promise<boolean> {
  const files = weightedModes.map((mode) => ({ mode, file: weightsFile(folder, mode, contrast256) }))
  const found = await Promise.all(
    files.map(({ file }) =>
      fs.access(file).then(
        () => true,
        () => false,
      ),
    ),
  )
  if (found.every(Boolean)) return false
  const prepared = { contrast800: await pictureStore(out).get(contrast800), fieldOfView }
  const examined = await examinePhotograph(model, prepared, 'inside', new AbortController().signal)
  for (const { mode, file } of files) {
    await fs.mkdir(path.dirname(file), { recursive: true })
    await writeFileWhole(file, new Uint8Array(weightsFor(examined, model.notes.grid, mode).buffer))
  }
  return true
}

/** Patients by the order of a hash that the seed salts: the same sides for every cell of one seed. */
export function testGroups({ photographs }: Pick<GradeSet, 'photographs'>, seed: number, share: number): Set<string> {
  const place = (group: string) => splitPosition(group, `grades-${seed}`)
  const groups = [...new Set(photographs.map(({ group }) => group))].sort((a, b) => place(a) - place(b))
  return new Set(groups.slice(0, Math.round(share * groups.length)))
}

export type GradeExamples = Examples & { groups: string[] }

/** One side of the split, all of it in memory; grades that the head leaves out are not in it. */
export async function gradeExamples(
  set: GradeSet,
  mode: WeightingMode,
  head: Head,
  isMine: (group: string) => boolean,
): Promise<GradeExamples> {
  const items = set.photographs.flatMap(({ id, group, grade, contrast256 }) => {
    const label = gradeClassOfHead(head, grade, set.gradeClasses)
    return isMine(group) && label !== undefined ? [{ id, group, label, contrast256 }] : []
  })
  const pictures = pictureStore(set.out)
  const inputs: Float32Array[] = []
  for (const { contrast256 } of items) {
    const { data } = await decodeRgb(await pictures.get(contrast256))
    const input = new Float32Array(data.length)
    const weighted = mode === 'none' ? data : weigh(data, await readWeights(set, mode, contrast256))
    scaleInto(weighted, contrastScale, input, 0)
    inputs.push(input)
  }
  return {
    size: items.length,
    inputShape: [gradingSide, gradingSide, 3],
    classCount: gradeClassNames(head, set.gradeClasses).length,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (i) => items[i]?.id ?? '',
    groups: items.map(({ group }) => group),
    read: (i, into, offset) => into.set(inputs[i] ?? [], offset),
  }
}

async function readWeights({ weights }: GradeSet, mode: string, contrast256: string): Promise<Float32Array> {
  if (weights === null) throw new Error(`Without --lesions there are no weights of mode ${mode}.`)
  return new Float32Array(Uint8Array.from(await fs.readFile(weightsFile(weights, mode, contrast256))).buffer)
}
