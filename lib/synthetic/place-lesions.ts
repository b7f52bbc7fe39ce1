/**
 * Puts the planned lesions where such lesions are: inside the lit field of view, off the disc, microaneurysms and exudates
 * around the macula, haemorrhages by quadrant. Sizes are IDRiD's medians as shares of the field of view's radius:
 * microaneurysm 18 px, haemorrhage 42 px, hard exudate 18 px across, where that radius is 1704 px.
 */
import { isInFieldOfView } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import type { Anatomy, Frame } from './anatomy'
import type { Draws } from './draws'
import { growVesselLesions } from './grow-vessel-lesions'
import type { LesionPlan } from './lesion-plan'
import { drawBumps, type LesionShape } from './lesion-shape'
import type { Vessel } from './vessel-tree'

/** Diameters as shares of the radius of the field of view. */
const diameters = { microaneurysm: 0.0106, haemorrhage: 0.0247, hardExudate: 0.0106, softExudate: 0.075 }

const triesMax = 80

/** Quadrants of the photograph, 0 … 3: upper nasal, upper temporal, lower temporal, lower nasal. */
export function quadrantOf({ x, y }: Point): 0 | 1 | 2 | 3 {
  if (y < 0) return x >= 0 ? 0 : 1
  return x < 0 ? 2 : 3
}

export function placeLesions(plan: LesionPlan, anatomy: Anatomy, frame: Frame, vessels: Vessel[], draws: Draws) {
  const lesions: LesionShape[] = []
  const px = (share: number) => share * frame.radius

  /** Is there room for a lesion of this radius (share of the field of view) here? */
  const isAllowed = (place: Point, radius: number) =>
    Math.hypot(place.x, place.y) + radius < 0.95 &&
    isInFieldOfView(frame.fieldOfView, frame.toPixel(place), px(radius + 0.02)) &&
    Math.hypot(place.x - anatomy.disc.x, place.y - anatomy.disc.y) > anatomy.disc.radius * 1.2 + radius
  const isFree = (place: Point, radius: number) => {
    const { x, y } = frame.toPixel(place)
    return lesions.every(
      (other) => Math.hypot(other.centre.x - x, other.centre.y - y) > px(radius) + Math.max(other.rx, other.ry) + 1,
    )
  }
  /** A place that `propose` comes up with: free if that can be had, allowed in any case. */
  const find = (radius: number, propose: () => Point): Point | undefined => {
    let allowed: Point | undefined
    for (let i = 0; i < triesMax; i++) {
      const place = propose()
      if (!isAllowed(place, radius)) continue
      if (isFree(place, radius)) return place
      allowed ??= place
    }
    return allowed
  }
  const aroundFovea = (from: number, to: number) => () => {
    const direction = draws.uniform(0, 2 * Math.PI)
    const distance = draws.uniform(from, to)
    return {
      x: anatomy.fovea.x + distance * Math.cos(direction),
      y: anatomy.fovea.y + distance * Math.sin(direction),
    }
  }
  const inQuadrant = (quadrant: number) => () => {
    let place: Point
    do place = { x: draws.uniform(-0.9, 0.9), y: draws.uniform(-0.9, 0.9) }
    while (quadrantOf(place) !== quadrant)
    return place
  }

  for (const lesion of growVesselLesions(plan, { anatomy, frame, vessels, draws, find, inQuadrant, aroundFovea })) {
    lesions.push(lesion)
  }

  if (plan.hasPreretinalHaemorrhage) {
    const radius = draws.uniform(0.12, 0.18)
    const place = find(radius, aroundFovea(0.3, 0.6))
    if (place)
      lesions.push({
        ...haemorrhage(frame.toPixel(place), px(radius), draws),
        rx: px(radius),
        ry: px(radius * 0.6),
        angle: 0,
      })
  }
  for (let i = 0; i < plan.softExudates; i++) {
    const radius = draws.size(diameters.softExudate, 0.25) / 2
    const place = find(radius, aroundFovea(0.35, 0.75))
    if (!place) continue
    const flat = draws.uniform(0.55, 0.9)
    lesions.push({
      kind: 'softExudate',
      centre: frame.toPixel(place),
      rx: px(radius),
      ry: px(radius * flat),
      angle: draws.uniform(0, 180),
      bumps: drawBumps(draws, 0.14),
      strength: draws.uniform(0.5, 0.75),
      softness: 0.45,
    })
  }
  plan.haemorrhages.forEach((count, quadrant) => {
    for (let i = 0; i < count; i++) {
      const radius = draws.size(diameters.haemorrhage, 0.4) / 2
      const place = find(radius, inQuadrant(quadrant))
      if (!place) continue
      const drawn = haemorrhage(frame.toPixel(place), px(radius), draws)
      if (draws.chance(0.25)) lesions.push(asFlame(drawn, anatomy, frame))
      else lesions.push(drawn)
    }
  })
  for (let i = 0; i < plan.exudateClusters; i++) {
    const centre = find(0.06, aroundFovea(0.16, 0.5))
    if (centre) for (const lesion of drawCluster(centre)) lesions.push(lesion)
  }
  for (let i = 0; i < plan.microaneurysms; i++) {
    const radius = draws.size(diameters.microaneurysm, 0.22) / 2
    const place = find(radius, aroundFovea(0.1, 0.8))
    if (!place) continue
    lesions.push({
      kind: 'microaneurysm',
      centre: frame.toPixel(place),
      rx: px(radius),
      ry: px(radius * draws.uniform(0.85, 1)),
      angle: draws.uniform(0, 180),
      bumps: [],
      strength: draws.uniform(0.5, 0.85),
      softness: 0.3,
    })
  }
  return lesions

  /** Hard exudates come in heaps, some of them in a ring around a leaking spot. */
  function drawCluster(centre: Point): LesionShape[] {
    const cluster: LesionShape[] = []
    const spread = draws.uniform(0.035, 0.085)
    const isRing = draws.chance(0.3)
    const count = draws.whole(6, 26)
    for (let i = 0; i < count; i++) {
      const radius = draws.size(diameters.hardExudate, 0.4) / 2
      const direction = draws.uniform(0, 2 * Math.PI)
      const distance = isRing ? spread * draws.uniform(0.9, 1.25) : spread * Math.abs(draws.normal()) * 0.75
      const place = { x: centre.x + distance * Math.cos(direction), y: centre.y + distance * Math.sin(direction) }
      const isClear = cluster.every(
        (other) =>
          Math.hypot(other.centre.x - frame.toPixel(place).x, other.centre.y - frame.toPixel(place).y) >
          px(radius) + other.rx,
      )
      if (!isClear || !isAllowed(place, radius)) continue
      cluster.push({
        kind: 'hardExudate',
        centre: frame.toPixel(place),
        rx: px(radius),
        ry: px(radius * draws.uniform(0.6, 1)),
        angle: draws.uniform(0, 180),
        bumps: drawBumps(draws, 0.12),
        strength: draws.uniform(0.65, 0.92),
        softness: 0.22,
      })
    }
    return cluster
  }
}

function haemorrhage(centre: Point, radius: number, draws: Draws): LesionShape {
  return {
    kind: 'haemorrhage',
    centre,
    rx: radius,
    ry: radius * draws.uniform(0.65, 1),
    angle: draws.uniform(0, 180),
    bumps: drawBumps(draws, 0.2),
    strength: draws.uniform(0.55, 0.85),
    softness: 0.28,
  }
}

/** In the nerve fibre layer blood spreads along the fibres, away from the disc. */
function asFlame(lesion: LesionShape, anatomy: Anatomy, frame: Frame): LesionShape {
  const disc = frame.toPixel(anatomy.disc)
  const along = Math.atan2(lesion.centre.y - disc.y, lesion.centre.x - disc.x)
  return { ...lesion, rx: lesion.rx * 1.7, ry: lesion.rx * 0.5, angle: (along * 180) / Math.PI }
}
