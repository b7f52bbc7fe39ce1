/**
 * Puts the planned lesions where such lesions are: microaneurysms and exudates around the macula, haemorrhages by quadrant.
 * Sizes are IDRiD's medians as shares of the field of view's radius: microaneurysm 18 px, haemorrhage 42 px, hard exudate
 * 18 px across, where that radius is 1704 px.
 */
import type { Point } from '@/lib/domain/mark'
import type { Anatomy, Frame } from './anatomy'
import type { Draws } from './draws'
import { type Placing, placingIn } from './find-place'
import { growVesselLesions } from './grow-vessel-lesions'
import type { LesionPlan } from './lesion-plan'
import { drawBumps, type LesionShape } from './lesion-shape'
import type { Vessel } from './vessel-tree'

/** Median diameters as shares of the radius of the field of view. */
const diameters = { microaneurysm: 0.0106, haemorrhage: 0.0247, hardExudate: 0.0106, softExudate: 0.075 }

export function placeLesions(
  plan: LesionPlan,
  anatomy: Anatomy,
  frame: Frame,
  vessels: Vessel[],
  draws: Draws,
): LesionShape[] {
  const lesions: LesionShape[] = []
  const placing = placingIn(anatomy, frame, lesions, draws)
  // One by one: each lesion sees those before it and keeps clear of them.
  for (const lesion of growVesselLesions(plan, vessels, placing)) lesions.push(lesion)
  if (plan.hasPreretinalHaemorrhage) {
    for (const lesion of preretinalHaemorrhage(placing)) lesions.push(lesion)
  }
  for (let i = 0; i < plan.softExudates; i++) for (const lesion of softExudate(placing)) lesions.push(lesion)
  plan.haemorrhages.forEach((count, quadrant) => {
    for (let i = 0; i < count; i++) for (const lesion of haemorrhage(placing, quadrant)) lesions.push(lesion)
  })
  for (let i = 0; i < plan.exudateClusters; i++) for (const lesion of exudateCluster(placing)) lesions.push(lesion)
  for (let i = 0; i < plan.microaneurysms; i++) for (const lesion of microaneurysm(placing)) lesions.push(lesion)
  return lesions
}

/** Blood before the retina: large, and flat on top. */
function* preretinalHaemorrhage({ draws, find, aroundFovea, frame, px }: Placing): Generator<LesionShape> {
  const radius = draws.uniform(0.12, 0.18)
  const place = find(radius, aroundFovea(0.3, 0.6))
  if (place) yield { ...blood(frame.toPixel(place), px(radius), draws), ry: px(radius * 0.6), angle: 0 }
}

function* softExudate({ draws, find, aroundFovea, frame, px }: Placing): Generator<LesionShape> {
  const radius = draws.size(diameters.softExudate, 0.25) / 2
  const place = find(radius, aroundFovea(0.35, 0.75))
  if (!place) return
  yield {
    kind: 'softExudate',
    centre: frame.toPixel(place),
    rx: px(radius),
    ry: px(radius * draws.uniform(0.55, 0.9)),
    angle: draws.uniform(0, 180),
    bumps: drawBumps(draws, 0.14),
    strength: draws.uniform(0.5, 0.75),
    softness: 0.45,
  }
}

function* haemorrhage(
  { draws, find, inQuadrant, anatomy, frame, px }: Placing,
  quadrant: number,
): Generator<LesionShape> {
  const radius = draws.size(diameters.haemorrhage, 0.4) / 2
  const place = find(radius, inQuadrant(quadrant))
  if (!place) return
  const drawn = blood(frame.toPixel(place), px(radius), draws)
  yield draws.chance(0.25) ? asFlame(drawn, anatomy, frame) : drawn
}

function blood(centre: Point, radius: number, draws: Draws): LesionShape {
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

/** Hard exudates come in heaps, some of them in a ring around a leaking spot. They touch, but do not cover, each other. */
function* exudateCluster({ draws, find, isAllowed, aroundFovea, frame, px }: Placing): Generator<LesionShape> {
  const centre = find(0.06, aroundFovea(0.16, 0.5))
  if (!centre) return
  const cluster: LesionShape[] = []
  const spread = draws.uniform(0.035, 0.085)
  const isRing = draws.chance(0.3)
  const count = draws.whole(6, 26)
  for (let i = 0; i < count; i++) {
    const radius = draws.size(diameters.hardExudate, 0.4) / 2
    const direction = draws.uniform(0, 2 * Math.PI)
    const distance = isRing ? spread * draws.uniform(0.9, 1.25) : spread * Math.abs(draws.normal()) * 0.75
    const place = { x: centre.x + distance * Math.cos(direction), y: centre.y + distance * Math.sin(direction) }
    const { x, y } = frame.toPixel(place)
    const isClear = cluster.every(({ centre: c, rx }) => Math.hypot(c.x - x, c.y - y) > px(radius) + rx)
    if (!isClear || !isAllowed(place, radius)) continue
    cluster.push({
      kind: 'hardExudate',
      centre: { x, y },
      rx: px(radius),
      ry: px(radius * draws.uniform(0.6, 1)),
      angle: draws.uniform(0, 180),
      bumps: drawBumps(draws, 0.12),
      strength: draws.uniform(0.65, 0.92),
      softness: 0.22,
    })
  }
  yield* cluster
}

function* microaneurysm({ draws, find, aroundFovea, frame, px }: Placing): Generator<LesionShape> {
  const radius = draws.size(diameters.microaneurysm, 0.22) / 2
  const place = find(radius, aroundFovea(0.1, 0.8))
  if (!place) return
  yield {
    kind: 'microaneurysm',
    centre: frame.toPixel(place),
    rx: px(radius),
    ry: px(radius * draws.uniform(0.85, 1)),
    angle: draws.uniform(0, 180),
    bumps: [],
    strength: draws.uniform(0.5, 0.85),
    softness: 0.3,
  }
}
