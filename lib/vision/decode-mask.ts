/** Lesion masks, as IDRiD has them: one picture a kind of lesion, anything brighter than half is lesion. Child process. */
import { AppError } from '@/lib/domain/errors'
import { readPixels } from './read-pixels'
import type { PhotographType } from './sniff-type'

export type Mask = { width: number; height: number /** `[height, width]`, 1 = lesion */; data: Uint8Array }

/** Some masks are coloured (IDRiD's are pure red on black): the brightest channel decides. */
export async function readMask(bytes: Buffer, type: PhotographType): Promise<Mask> {
  if (type === 'jpeg') {
    throw new AppError('mask.unsupported', 'A mask must be a PNG or TIFF: JPEG blurs the border of every lesion.', 415)
  }
  const { width, height, data } = await readPixels(bytes, type)
  const mask = new Uint8Array(width * height)
  for (let i = 0; i < mask.length; i++) {
    const at = i * 3
    mask[i] = (data[at] ?? 0) > 127 || (data[at + 1] ?? 0) > 127 || (data[at + 2] ?? 0) > 127 ? 1 : 0
  }
  return { width, height, data: mask }
}
