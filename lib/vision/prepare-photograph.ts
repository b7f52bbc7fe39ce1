/**
 * Everything that is derived from one photograph (science §1), in one walk: decode once at full size, find the field of
 * view, crop, shrink to 800 and 256, Eq. 1. Runs in the child process. The same bytes give the same bytes.
 */
import { createHash } from 'node:crypto'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import {
  encodeJpeg,
  encodeJpegFast,
  encodeLargePng,
  encodePng,
  encodeThumbnail,
  type RgbImage,
  shrinkTo,
} from './images'
import { networkSquares } from './network-squares'
import { readPixels } from './read-pixels'
import { reduce } from './reduce'
import { displaySidePxMax, type PreprocessSettings, thumbnailSidePx } from './settings'
import type { PhotographType } from './sniff-type'

export type PreparedPhotograph = {
  /** Of the upright photograph, pixels. */
  width: number
  height: number
  /** SHA-256 of size and RGB pixels: equal for two files that show the same pixels, whatever surrounds them. */
  canonicalSha256: string
  fieldOfView: FieldOfView
  /** Without metadata; the very same pixels where that was possible (see `stripJpeg`). */
  original: { bytes: Buffer; type: 'image/jpeg' | 'image/png' }
  /** WebP, 256 × 256, the crop. */
  thumbnail: Buffer
  /** JPEG of the whole photograph, at most 1600 pixels a side, for viewing. */
  display: Buffer
  /** PNG, d × d of the lesion stage (800 × 800 unless the settings say otherwise), the crop before Eq. 1. */
  plain800: Buffer
  /** PNG, the same after Eq. 1. */
  contrast800: Buffer
  /** PNG, d × d of the grading stage (256 × 256), after Eq. 1 with σ in proportion. */
  contrast256: Buffer
}

export async function preparePhotograph(
  bytes: Buffer,
  type: PhotographType,
  settings: PreprocessSettings,
): Promise<PreparedPhotograph> {
  const photograph = await readPixels(bytes, type)
  const display = await shrinkTo(photograph, displaySidePxMax)
  const reduced = await reduce(photograph, settings.lesionSidePx)
  const { fieldOfView, lesion, grading } = await networkSquares(reduced, () => photograph, settings)
  return {
    width: photograph.width,
    height: photograph.height,
    canonicalSha256: canonicalSha256(photograph),
    fieldOfView,
    original: await originalWithoutMetadata(photograph, type),
    thumbnail: await encodeThumbnail(lesion.plain, thumbnailSidePx),
    display: await encodeJpegFast(display.data, display.width, display.height, 85),
    plain800: await asPng(lesion.plain),
    contrast800: await asPng(lesion.contrast),
    contrast256: await asPng(grading.contrast),
  }
}

const asPng = ({ data, width, height }: RgbImage) => encodePng(data, width, height)

/** The size is part of it: 2 × 8 and 4 × 4 pixels of the same bytes are different pictures. */
function canonicalSha256({ width, height, data }: RgbImage): string {
  return createHash('sha256').update(`rgb8 ${width} ${height}\n`).update(data).digest('hex')
}

async function originalWithoutMetadata(
  photograph: RgbImage & { bare: Buffer | undefined },
  type: PhotographType,
): Promise<PreparedPhotograph['original']> {
  const { width, height, data, bare } = photograph
  if (bare) return { bytes: bare, type: 'image/jpeg' }
  if (type === 'jpeg') return { bytes: await encodeJpeg(data, width, height, 95), type: 'image/jpeg' }
  return { bytes: await encodeLargePng(data, width, height), type: 'image/png' }
}
