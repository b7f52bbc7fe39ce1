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
    const chord = reach - (py - centreY) ** 2
    if (py < top || py > bottom || chord < 0) continue
    const half = Math.sqrt(chord)
    const from = Math.max(0, Math.ceil(Math.max(left, centreX - half) - 0.5))
    const to = Math.min(d, Math.floor(Math.min(right, centreX + half) - 0.5) + 1)
    if (from < to) mask.fill(1, row * d + from, row * d + to)
  }
  return mask
}
