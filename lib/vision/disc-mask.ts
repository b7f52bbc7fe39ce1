/** Which pixels of the d × d square show lit retina, a little inside its rim and its cuts (science §1, step 4). */
import type { FieldOfView } from '@/lib/domain/field-of-view'

/**
 * @param rimPx distance kept from the rim, pixels of the d × d square
 * @returns `[d, d]`, 1 = lit retina. The centre of a pixel decides, as in `isInFieldOfView`.
 */
export function discMask(fov: FieldOfView, original: { width: number; height: number }, d: number, rimPx: number) {
  const scale = d / fov.crop.side
  const centreX = (fov.centreX - fov.crop.x) * scale
  const centreY = (fov.centreY - fov.crop.y) * scale
  const reach = Math.max(0, fov.radius * scale - rimPx) ** 2
  const { x, y, width, height } = fov.visible ?? { x: 0, y: 0, ...original }
  const left = (x - fov.crop.x) * scale + rimPx
  const right = (x + width - fov.crop.x) * scale - rimPx
  const top = (y - fov.crop.y) * scale + rimPx
  const bottom = (y + height - fov.crop.y) * scale - rimPx
  const mask = new Uint8Array(d * d)
  for (let row = 0; row < d; row++) {
    const py = row + 0.5
    if (py < top || py > bottom) continue
    for (let column = 0; column < d; column++) {
      const px = column + 0.5
      if (px < left || px > right) continue
      if ((px - centreX) ** 2 + (py - centreY) ** 2 <= reach) mask[row * d + column] = 1
    }
  }
  return mask
}
