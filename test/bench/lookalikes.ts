/**
 * The same photograph in two data sets, whatever its size and name. IDRiD's photographs with known lesions and its graded
 * ones overlap: what a lesion model has learned from must not be held out where its maps weigh the images.
 */
import path from 'node:path'
import { findPhotographs } from '@/lib/services/_shared/folders/find-photographs'
import { pictureStore, preparePhotographFile } from '@/lib/services/_shared/folders/prepared-photographs'
import { withDecoders } from '@/lib/services/_shared/folders/with-decoders'
import { decodeRgb, type PreprocessSettings } from '@/lib/vision'

/** Measured on IDRiD: the same photograph correlates at 0.98 or more, another one at 0.7 at most. */
const sameFrom = 0.9

const side = 64

/** Vessels and lesions as they lie: the preprocessed picture at 64 × 64, green, with mean 0 and length 1. */
export type Signature = Float64Array

/** @param png contrast256 */
export async function signatureOf(png: Buffer): Promise<Signature> {
  const { data, width } = await decodeRgb(png)
  const step = width / side
  const values = new Float64Array(side * side)
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / step) * side + Math.floor(x / step)
      values[at] = (values[at] ?? 0) + (data[(y * width + x) * 3 + 1] ?? 0)
    }
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const length = Math.hypot(...values.map((value) => value - mean))
  return values.map((value) => (value - mean) / length)
}

export const looksLike = (a: Signature, b: Signature): boolean =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) >= sameFrom

/** @param folders with images/  @param workFolder keeps the prepared pictures */
export async function signaturesOf(
  folders: readonly string[],
  preprocessing: PreprocessSettings,
  workFolder: string,
): Promise<{ file: string; signature: Signature }[]> {
  const files: string[] = []
  for (const folder of folders) {
    const { photographs } = await findPhotographs(folder)
    files.push(...[...photographs.values()].map(({ file }) => file))
  }
  const many = { signal: new AbortController().signal, onProgress: () => undefined }
  return withDecoders(files, many, async (file, decoder) => {
    const { contrast256 } = await preparePhotographFile(file, decoder, preprocessing, workFolder)
    const name = path.join(path.basename(path.dirname(path.dirname(file))), path.basename(file))
    return { file: name, signature: await signatureOf(await pictureStore(workFolder).get(contrast256)) }
  })
}
