/**
 * IDRiD's masks: a kind without a mask was looked for and not found, so a photograph without any mask shows no lesion. A mask
 * that cannot be used makes its photograph unusable: what it would have shown must not pass for normal.
 */
import path from 'node:path'
import { AppError } from '@/lib/domain/errors'
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark } from '@/lib/domain/mark'
import { idridMaskName, type Mask, maskToMarks } from '@/lib/formats/idrid-masks'
import { stemKey } from './find-photographs'
import type { LabelReader, ReadMarks } from './label-reader'
import { listFiles } from './list-files'
import { counted, type FolderProblem, someOf } from './problems'
import { readFileWhole } from './read-file-whole'

type MaskFile = { file: string; kind: LesionKind; code: string }

/** @param stems of the photographs that are there */
export async function maskReader(folder: string, stems: ReadonlySet<string>): Promise<LabelReader> {
  const masks = new Map<string, MaskFile[]>()
  const unknown: string[] = []
  const strangers: string[] = []
  for (const name of await listFiles(folder)) {
    const named = idridMaskName(name)
    const stem = named && stemKey(named.photograph)
    if (!named || stem === undefined) unknown.push(name)
    else if (!stems.has(stem)) strangers.push(name)
    else masks.set(stem, [...(masks.get(stem) ?? []), ...lesionMask(path.join(folder, name), named)])
  }
  return {
    readerOf: (stem) => readerOf(masks.get(stem) ?? []),
    ofUnlabelled: () => [],
    problems: [
      ...about(
        folder,
        unknown,
        (n) =>
          `${counted(n, 'file')} here ${n === 1 ? 'has' : 'have'} no mask's name (NAME_MA, _HE, _EX, _SE or _OD, .png or .tif); passed over`,
      ),
      ...about(
        folder,
        strangers,
        (n) => `${counted(n, 'mask')} here ${n === 1 ? 'belongs' : 'belong'} to no photograph of images/; passed over`,
      ),
      ...about(
        folder,
        [...stems].filter((stem) => !masks.has(stem)),
        (n) => `${counted(n, 'photograph')} without any mask ${n === 1 ? 'counts' : 'count'} as free of lesions`,
      ),
    ],
  }
}

/** The optic disc is no lesion, but its mask shows that somebody looked. */
const lesionMask = (file: string, { kind, code }: { kind: LesionKind | null; code: string }): MaskFile[] =>
  kind ? [{ file, kind, code }] : []

function about(file: string, names: string[], say: (count: number) => string): FolderProblem[] {
  return names.length === 0 ? [] : [{ file, line: null, sentence: `${say(names.length)}: ${someOf(names)}.` }]
}

const readerOf =
  (masks: readonly MaskFile[]): ReadMarks =>
  async ({ width, height }, decoder) => {
    const marks: Mark[] = []
    for (const { file, kind, code } of masks) {
      const mask = await readMask(file, decoder)
      if (typeof mask === 'string') return unusable(file, mask)
      if (mask.width !== width || mask.height !== height) {
        return unusable(
          file,
          `The mask has ${mask.width} × ${mask.height} pixels and its photograph ${width} × ${height}; they must be equal.`,
        )
      }
      marks.push(...maskToMarks(mask, kind, code))
    }
    return { marks, problems: [] }
  }

/** @returns the mask, or what is wrong with it */
async function readMask(file: string, decoder: Parameters<ReadMarks>[1]): Promise<Mask | string> {
  try {
    return await decoder.decodeMask(await readFileWhole(file))
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return error.sentence
    throw error
  }
}

const unusable = (file: string, sentence: string) => ({
  unusable: { file, line: null, sentence: `${sentence} The photograph is left out.` },
})
