/**
 * Moves a circle onto the rim itself. Where a threshold crosses the rim depends on how bright the retina is there, and a
 * bloom beside it shifts the crossing outward; the steepest drop along a ray depends on neither.
 */
import { type Circle, fitCircle, type Spot } from './fit-circle'

type Levels = { width: number; height: number; data: Uint8Array }

const rays = 360
/** How far from the rim the steepest drop is looked for, as a share of the radius. */
const searchShare = 0.05
const stepPx = 0.25
/** A drop is measured over this distance to each side. */
const halfWidthPx = 1
/** Rays with less than this share of the median drop have no edge: the picture ends there, or a shadow hides it. */
const dropShareMin = 0.3

/** The refined circle, or the given one where too little of the rim is visible. */
export function refineRim(levels: Levels, start: Circle): Circle {
  let circle = start
  for (let round = 0; round < 2; round++) {
    const edges = steepestDrops(levels, circle)
    const median = edges.map((e) => e.drop).sort((a, b) => a - b)[edges.length >> 1] ?? 0
    const points = edges.filter((e) => e.drop >= median * dropShareMin)
    const limits = {
      radiusMin: circle.radius * (1 - searchShare),
      radiusMax: circle.radius * (1 + searchShare),
      width: levels.width,
      height: levels.height,
    }
    const refined =
      points.length < rays / 6 ? undefined : fitCircle(points, limits, Math.max(0.6, circle.radius * 0.004))
    if (!refined) return circle
    circle = refined
  }
  return circle
}

function steepestDrops(levels: Levels, circle: Circle): (Spot & { drop: number })[] {
  const edges: (Spot & { drop: number })[] = []
  const reach = circle.radius * searchShare
  for (let i = 0; i < rays; i++) {
    const ux = Math.cos((2 * Math.PI * i) / rays)
    const uy = Math.sin((2 * Math.PI * i) / rays)
    const at = (distance: number) => levelAt(levels, circle.x + ux * distance, circle.y + uy * distance)
    // A drop on a plateau of equal drops lies in the plateau's middle: both ends are kept.
    let dropMax = 0
    let [first, last] = [0, 0]
    for (let d = circle.radius - reach; d <= circle.radius + reach; d += stepPx) {
      const inside = at(d - halfWidthPx)
      const outside = at(d + halfWidthPx)
      if (inside === undefined || outside === undefined) continue
      const drop = inside - outside
      if (drop > dropMax + 1e-9) {
        dropMax = drop
        first = d
        last = d
      } else if (drop > dropMax - 1e-9) last = d
    }
    const distance = (first + last) / 2
    if (dropMax > 0) edges.push({ x: circle.x + ux * distance, y: circle.y + uy * distance, drop: dropMax })
  }
  return edges
}

/** Bilinear; undefined outside, where the picture says nothing. */
function levelAt({ width, height, data }: Levels, x: number, y: number): number | undefined {
  const left = Math.floor(x - 0.5)
  const top = Math.floor(y - 0.5)
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return undefined
  const tx = x - 0.5 - left
  const ty = y - 0.5 - top
  const at = top * width + left
  const above = (data[at] ?? 0) * (1 - tx) + (data[at + 1] ?? 0) * tx
  const below = (data[at + width] ?? 0) * (1 - tx) + (data[at + width + 1] ?? 0) * tx
  return above * (1 - ty) + below * ty
}
