/**
 * Moves a circle onto the rim itself. Where one threshold for the whole picture crosses the rim depends on how bright the
 * retina is there, and a bloom beside it shifts the crossing outward. So every ray gets a threshold of its own, half way
 * between the retina just inside and what lies just outside.
 */
import { type Circle, fitCircle, type Spot } from './fit-circle'

type Levels = { width: number; height: number; data: Uint8Array }

const rays = 360
/** How far to each side of the rim is looked, as a share of the radius. */
const searchShare = 0.06
const stepPx = 0.5
/** Rays with less than this share of the median drop have no edge: the picture ends there, or a shadow hides it. */
const dropShareMin = 0.3

/** The refined circle, or the given one where too little of the rim is visible. */
export function refineRim(levels: Levels, start: Circle): Circle {
  let circle = start
  for (let round = 0; round < 3; round++) {
    const edges = halfWayCrossings(levels, circle)
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

function halfWayCrossings(levels: Levels, circle: Circle): (Spot & { drop: number })[] {
  const edges: (Spot & { drop: number })[] = []
  const steps = Math.ceil((2 * circle.radius * searchShare) / stepPx)
  const third = Math.max(1, Math.floor(steps / 3))
  for (let i = 0; i < rays; i++) {
    const ux = Math.cos((2 * Math.PI * i) / rays)
    const uy = Math.sin((2 * Math.PI * i) / rays)
    const distanceAt = (step: number) => circle.radius * (1 - searchShare) + step * stepPx
    const profile: number[] = []
    for (let step = 0; step <= steps; step++) {
      const level = levelAt(levels, circle.x + ux * distanceAt(step), circle.y + uy * distanceAt(step))
      if (level !== undefined) profile.push(level)
    }
    if (profile.length <= steps) continue
    const inside = mean(profile.slice(0, third))
    const outside = mean(profile.slice(-third))
    const step = lastCrossing(profile, (inside + outside) / 2)
    if (step === undefined) continue
    const distance = distanceAt(step)
    edges.push({ x: circle.x + ux * distance, y: circle.y + uy * distance, drop: inside - outside })
  }
  return edges
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** From outside inward, the first place where the level is reached, between two samples. */
function lastCrossing(profile: number[], level: number): number | undefined {
  for (let step = profile.length - 1; step > 0; step--) {
    const out = profile[step] ?? 0
    const within = profile[step - 1] ?? 0
    if (out < level && within >= level) return step - 1 + (within - level) / (within - out)
  }
  return undefined
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
