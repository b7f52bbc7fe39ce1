/**
 * The patches that every classifier of `learn` gets: photographs with known lesions through the product's own preprocessing,
 * rules and grid, some of them held out whole.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { patchRects } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { freezeLesions } from '@/lib/services/_shared/folders/freeze-lesions'
import { heldOut } from '@/lib/services/_shared/folders/hold-out'
import { pictureStore } from '@/lib/services/_shared/folders/prepared-photographs'
import type { FrozenPhotograph } from '@/lib/services/_shared/learning/frozen-set'
import { decodeRgb, type PreprocessSettings } from '@/lib/vision'

export const outlined = 'idrid-lesions'
export const boxed = 'idrid-boxes'

/** Of the photographs whose lesions are outlined to the pixel. */
export const heldOutCount = 5

export type LearnSet = { train: FrozenPhotograph[]; test: FrozenPhotograph[] }

/** File names without their ending, by the order of the hash that also splits patients: always the same ones. */
export function heldOutNames(fileNames: readonly string[]): Set<string> {
  const stems = fileNames.map((name) => path.parse(name).name)
  return heldOut(stems, heldOutCount / stems.length)
}

/**
 * @param data holds both folders
 * @param workFolder keeps the prepared pictures
 */
export async function freezeLearnSet(
  data: string,
  grid: GridSettings,
  preprocessing: PreprocessSettings,
  workFolder: string,
): Promise<LearnSet> {
  const { content } = await freezeLesions({
    folders: [path.join(data, outlined), path.join(data, boxed)],
    grid,
    preprocessing,
    validationShare: 0,
    workFolder,
    onProblem: ({ file, sentence }) => console.error(`${file}: ${sentence}`),
    signal: new AbortController().signal,
    onProgress: (done, total) => {
      if (done % 10 === 0 || done === total) console.error(`prepared ${done} of ${total} photographs`)
    },
  })
  const names = heldOutNames(await fs.readdir(path.join(data, outlined, 'images')))
  const isHeldOut = ({ id }: FrozenPhotograph) => id.startsWith(`${outlined}/`) && names.has(path.parse(id).name)
  return {
    train: content.photographs.filter((photograph) => !isHeldOut(photograph)),
    test: content.photographs.filter(isHeldOut),
  }
}

export type PatchFiles = { pixels: string; labels: string; count: number }

/** All labelled patches in the order of photographs and indices: h · h · 3 bytes each, and a byte for the class. */
export async function writePatches(
  name: string,
  photographs: readonly FrozenPhotograph[],
  grid: GridSettings,
  workFolder: string,
): Promise<PatchFiles> {
  const files = { pixels: path.join(workFolder, `${name}.pixels`), labels: path.join(workFolder, `${name}.labels`) }
  const rects = patchRects(grid)
  const pictures = pictureStore(workFolder)
  const out = await fs.open(files.pixels, 'w')
  try {
    for (const { contrast800, patches } of photographs) {
      const { data, width } = await decodeRgb(await pictures.get(contrast800))
      const cut = new Uint8Array(patches.length * grid.h * grid.h * 3)
      Array.from(patches).forEach(([index], i) => {
        const { x = 0, y = 0 } = rects[index] ?? {}
        for (let row = 0; row < grid.h; row++) {
          const from = ((y + row) * width + x) * 3
          cut.set(data.subarray(from, from + grid.h * 3), (i * grid.h + row) * grid.h * 3)
        }
      })
      await out.write(cut)
    }
  } finally {
    await out.close()
  }
  const labels = labelsOf(photographs)
  await fs.writeFile(files.labels, labels)
  return { ...files, count: labels.length }
}

export const labelsOf = (photographs: readonly FrozenPhotograph[]): Uint8Array =>
  Uint8Array.from(photographs.flatMap(({ patches }) => Array.from(patches, ([, label]) => label)))

/**
 * Both folders again without what is held out, so that a network can be trained on what the others are trained on.
 * @returns the folders to name to `npx concord train-lesions`
 */
export async function writeTrainingFolders(data: string, target: string): Promise<string[]> {
  const names = heldOutNames(await fs.readdir(path.join(data, outlined, 'images')))
  const belongsToHeldOut = (file: string) => [...names].some((name) => new RegExp(`^${name}[._]`).test(file))
  for (const folder of [`${outlined}/images`, `${outlined}/masks`, `${boxed}/images`, `${boxed}/labels`]) {
    await fs.mkdir(path.join(target, folder), { recursive: true })
    for (const file of await fs.readdir(path.join(data, folder))) {
      if (folder.startsWith(outlined) && belongsToHeldOut(file)) continue
      await fs.copyFile(path.join(data, folder, file), path.join(target, folder, file))
    }
  }
  await fs.copyFile(path.join(data, boxed, 'classes.txt'), path.join(target, boxed, 'classes.txt'))
  return [path.join(target, outlined), path.join(target, boxed)]
}
