/** Lesions that are vessels: beaded veins, intraretinal microvascular abnormalities, new vessels. Lengths as in `anatomy.ts`. */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Point } from '@/lib/domain/mark'
import { quadrantOf } from './anatomy'
import type { Placing } from './find-place'
import type { LesionPlan } from './lesion-plan'
import type { LesionShape } from './lesion-shape'
import type { Vessel } from './vessel-tree'

type Stroke = (Point & { width: number })[]
export function growVesselLesions(plan: LesionPlan, vessels: Vessel[], placing: Placing): LesionShape[] {
  const { draws, find, aroundFovea, anatomy } = placing
  const lesions: LesionShape[] = []
  for (const quadrant of plan.beadedQuadrants) {
    const lesion = beadedVein(quadrant, vessels, placing)
    if (lesion) lesions.push(lesion)
  }
  for (let i = 0; i < plan.irma; i++) {
    const radius = draws.uniform(0.035, 0.06)
    const place = find(radius, aroundFovea(0.35, 0.75))
    if (place) lesions.push(tangle('irma', place, radius, { strokes: 4, width: 0.0045, turning: 0.5 }, placing))
  }
  for (let i = 0; i < plan.newVessels; i++) {
    const radius = draws.uniform(0.06, 0.11)
    const nearDisc = () => {
      const direction = draws.uniform(0, 2 * Math.PI)
      const distance = anatomy.disc.radius * 1.25 + radius
      return { x: anatomy.disc.x + distance * Math.cos(direction), y: anatomy.disc.y + distance * Math.sin(direction) }
    }
    const place = find(radius, draws.chance(0.4) ? nearDisc : aroundFovea(0.4, 0.75))
    if (place)
      lesions.push(tangle('neovascularisation', place, radius, { strokes: 13, width: 0.005, turning: 0.34 }, placing))
  }
  return lesions
}

/** A stretch of a large vein that swells and narrows like a string of beads. */
function beadedVein(quadrant: number, vessels: Vessel[], { frame, draws }: Placing): LesionShape | undefined {
  const stretch = vessels
    .filter((v) => v.kind === 'vein' && v.order === 0)
    .map((v) => v.path.filter((p) => quadrantOf(p) === quadrant && Math.hypot(p.x, p.y) < 0.8))
    .sort((a, b) => b.length - a.length)[0]
  const length = 34
  if (!stretch || stretch.length < length) return undefined
  const from = draws.whole(0, stretch.length - length)
  const path = stretch.slice(from, from + length)
  const [first, last] = [path[0], path[length - 1]]
  if (!first || !last) return undefined
  const beads = path.map((p, i) => {
    const swelling = 1 + 0.6 * Math.sin((i / length) * Math.PI * 5) ** 2
    return { ...frame.toPixel(p), width: p.width * swelling * frame.radius }
  })
  const start = frame.toPixel(first)
  const end = frame.toPixel(last)
  return {
    kind: 'venousBeading',
    centre: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 },
    rx: Math.hypot(end.x - start.x, end.y - start.y) / 2 + 0.012 * frame.radius,
    ry: 0.045 * frame.radius,
    angle: (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI,
    bumps: [],
    strength: 0,
    softness: 0,
    strokes: [beads],
  }
}

/** Fine vessels that start in the middle and wander without a plan, all within the outline. */
function tangle(
  kind: LesionKind,
  place: Point,
  radius: number,
  style: { strokes: number; width: number; turning: number },
  { frame, draws }: Placing,
): LesionShape {
  const strokes: Stroke[] = []
  for (let i = 0; i < style.strokes; i++) {
    const stroke: Stroke = []
    let x = place.x + draws.normal() * radius * 0.2
    let y = place.y + draws.normal() * radius * 0.2
    let heading = (2 * Math.PI * (i + draws.uniform(0, 1))) / style.strokes
    while (Math.hypot(x - place.x, y - place.y) < radius * 0.88 && stroke.length < 160) {
      stroke.push({ ...frame.toPixel({ x, y }), width: style.width * frame.radius })
      heading += style.turning * draws.normal()
      x += 0.004 * Math.cos(heading)
      y += 0.004 * Math.sin(heading)
    }
    strokes.push(stroke)
  }
  const { x, y } = frame.toPixel(place)
  return {
    kind,
    centre: { x, y },
    rx: radius * frame.radius,
    ry: radius * frame.radius,
    angle: 0,
    bumps: [],
    strength: 0,
    softness: 0,
    strokes,
  }
}
