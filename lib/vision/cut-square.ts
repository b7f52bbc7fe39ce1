/** The bounding square of a field of view, cut out of a copy of the photograph and padded with black (science §1, step 2). */
import type { FieldOfView } from '@/lib/domain/field-of-view'
import type { RgbImage } from './images'
import type { Reduced } from './reduce'

type Crop = FieldOfView['crop']

/**
 * The crop is moved by a pixel or two, so that it begins and ends between two pixels of the copy: the square then shows
 * exactly what the crop says, and marks land where they belong.
 * @param crop in pixels of the original. @returns the crop that is shown, and the square in the copy's resolution
 */
export function cutSquare({ original, image }: Reduced, crop: Crop): { crop: Crop; square: RgbImage } {
  const across = original.width / image.width
  const down = original.height / image.height
  const inCopy = {
    x: Math.round(crop.x / across),
    y: Math.round(crop.y / down),
    side: Math.round(crop.side / across),
  }
  return {
    crop: {
      x: Math.round(inCopy.x * across),
      y: Math.round(inCopy.y * down),
      side: Math.round(inCopy.side * across),
    },
    square: padded(image, inCopy),
  }
}

function padded(image: RgbImage, { x, y, side }: Crop): RgbImage {
  const data = new Uint8Array(side * side * 3)
  const left = Math.max(0, x)
  const right = Math.max(left, Math.min(image.width, x + side))
  for (let row = 0; row < side; row++) {
    const from = y + row
    if (from < 0 || from >= image.height) continue
    const line = image.data.subarray((from * image.width + left) * 3, (from * image.width + right) * 3)
    data.set(line, (row * side + left - x) * 3)
  }
  return { width: side, height: side, data }
}
