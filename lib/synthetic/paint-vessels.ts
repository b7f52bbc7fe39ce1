/** Where vessels cover the retina: one coverage map (0 … 1) for arteries, one for veins, anti-aliased. */
import type { Point } from '@/lib/domain/mark'
import type { Frame } from './anatomy'
import type { LesionShape } from './lesion-shape'
import type { Vessel } from './vessel-tree'

export type VesselMaps = {
  arteries: Float32Array
  veins: Float32Array /** The bright streak in wide arteries. */
  reflexes: Float32Array
}

export function paintVessels(vessels: Vessel[], lesions: LesionShape[], frame: Frame): VesselMaps {
  const size = frame.width * frame.height
  const maps = { arteries: new Float32Array(size), veins: new Float32Array(size), reflexes: new Float32Array(size) }
  for (const vessel of vessels) {
    const map = vessel.kind === 'artery' ? maps.arteries : maps.veins
    const path = vessel.path.map((p) => ({ ...frame.toPixel(p), width: p.width * frame.radius }))
    stroke(map, path, frame, [1, 0.85, 0.65, 0.5][vessel.order] ?? 0.5)
    if (vessel.kind === 'artery' && vessel.order <= 1) {
      stroke(
        maps.reflexes,
        path.map((p) => ({ ...p, width: p.width * 0.35 })),
        frame,
        0.8,
      )
    }
  }
  for (const lesion of lesions) {
    const depth = lesion.kind === 'venousBeading' ? 1 : 0.85
    for (const path of lesion.strokes ?? []) stroke(maps.veins, path, frame, depth)
  }
  return maps
}

/** Stamps a disc at every point; narrow vessels lose depth rather than width, as through a real lens. */
function stroke(map: Float32Array, path: (Point & { width: number })[], frame: Frame, depth: number) {
  for (const { x, y, width } of densely(path)) {
    const radius = Math.max(0.6, width / 2)
    const cover = depth * Math.min(1, width / 1.2)
    const reach = radius + 0.7
    const right = Math.min(frame.width - 1, Math.ceil(x + reach))
    const bottom = Math.min(frame.height - 1, Math.ceil(y + reach))
    for (let row = Math.max(0, Math.floor(y - reach)); row <= bottom; row++) {
      for (let column = Math.max(0, Math.floor(x - reach)); column <= right; column++) {
        const distance = Math.sqrt((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2)
        const here = cover * Math.min(1, Math.max(0, (radius + 0.6 - distance) / 1.2))
        const at = row * frame.width + column
        if (here > (map[at] ?? 0)) map[at] = here
      }
    }
  }
}

/** Points at most half a pixel apart, so that stamps leave no gaps. */
function* densely(path: (Point & { width: number })[]) {
  for (let i = 0; i + 1 < path.length; i++) {
    const [from, to] = [path[i], path[i + 1]]
    if (!from || !to) continue
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / Math.max(0.5, from.width / 5)))
    for (let s = 0; s < steps; s++) {
      const t = s / steps
      yield {
        x: from.x + (to.x - from.x) * t,
        y: from.y + (to.y - from.y) * t,
        width: from.width + (to.width - from.width) * t,
      }
    }
  }
}
