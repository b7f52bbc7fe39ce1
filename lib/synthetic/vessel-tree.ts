/**
 * Grows the vessels of a synthetic eye: four arcades out of the disc, an artery and a vein each, that arch around the fovea
 * and branch with falling width. Coordinates and widths as in `anatomy.ts`.
 */
import type { Point } from '@/lib/domain/mark'
import type { Anatomy } from './anatomy'
import type { Draws } from './draws'

export type VesselKind = 'artery' | 'vein'
export type Vessel = {
  kind: VesselKind
  /** Main vessels are 0, their branches 1, and so on. */
  order: number
  /** Close to each other, from the disc outward. */
  path: (Point & { width: number })[]
}

const stepLength = 0.006
const widthMin = 0.0032
const ordersMax = 3
/** No vessel comes nearer to the fovea: the avascular zone and what lies around it. */
const foveaDistanceMin = 0.13

export function growVessels(anatomy: Anatomy, draws: Draws): Vessel[] {
  const vessels: Vessel[] = []
  for (const kind of ['vein', 'artery'] as const) {
    for (const vertical of [-1, 1] as const) {
      for (const course of [temporalCourse, nasalCourse]) {
        const isMain = course === temporalCourse
        const width = draws.uniform(0.9, 1.1) * (kind === 'vein' ? 0.026 : 0.019) * (isMain ? 1 : 0.75)
        const trunk: Vessel = { kind, order: 0, path: alongSpline(course(anatomy, vertical, kind, draws), width) }
        vessels.push(trunk, ...growBranches(trunk, anatomy, draws))
      }
    }
  }
  return vessels
}

/** Way points of an arcade; veins run a little outside of their arteries, and every eye is a little different. */
function temporalCourse({ disc, fovea }: Anatomy, vertical: 1 | -1, kind: VesselKind, draws: Draws): Point[] {
  const rise = (kind === 'vein' ? 0.6 : 0.52) * draws.uniform(0.9, 1.1)
  const at = (x: number, y: number) => ({
    x: x + draws.uniform(-0.025, 0.025),
    y: fovea.y + vertical * (y + draws.uniform(-0.025, 0.025)),
  })
  return [
    { x: disc.x, y: disc.y },
    { x: disc.x - 0.02 + draws.uniform(-0.03, 0.03), y: disc.y + vertical * 0.16 },
    at(fovea.x + 0.42, rise * 0.78),
    at(fovea.x + 0.16, rise),
    at(fovea.x - 0.2, rise * 0.98),
    at(fovea.x - 0.52, rise * 0.74),
    at(fovea.x - 0.82, rise * 0.55),
    at(fovea.x - 1.1, rise * 0.5),
  ]
}

function nasalCourse({ disc }: Anatomy, vertical: 1 | -1, kind: VesselKind, draws: Draws): Point[] {
  const lean = kind === 'vein' ? 1 : 0.8
  const at = (x: number, y: number) => ({
    x: disc.x + x + draws.uniform(-0.03, 0.03),
    y: disc.y + vertical * (y * lean + draws.uniform(-0.03, 0.03)),
  })
  return [{ x: disc.x, y: disc.y }, at(0.08, 0.13), at(0.17, 0.3), at(0.24, 0.5), at(0.38, 0.78)]
}

/** Catmull–Rom through the way points, in equal small steps, tapering to 45 %. */
function alongSpline(points: Point[], width: number): Vessel['path'] {
  const path: Vessel['path'] = []
  for (let i = 0; i + 1 < points.length; i++) {
    const [p1, p2] = [points[i], points[i + 1]]
    if (!p1 || !p2) continue
    const p0 = points[i - 1] ?? p1
    const p3 = points[i + 2] ?? p2
    const steps = Math.max(1, Math.ceil(Math.hypot(p2.x - p1.x, p2.y - p1.y) / stepLength))
    for (let s = 0; s < steps; s++) {
      const t = s / steps
      const share = (i + t) / (points.length - 1)
      path.push({
        x: catmullRom(p0.x, p1.x, p2.x, p3.x, t),
        y: catmullRom(p0.y, p1.y, p2.y, p3.y, t),
        width: width * (1 - 0.55 * share),
      })
    }
  }
  return path
}

function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
}

function growBranches(parent: Vessel, anatomy: Anatomy, draws: Draws): Vessel[] {
  if (parent.order >= ordersMax) return []
  const branches: Vessel[] = []
  let side: 1 | -1 = draws.chance(0.5) ? 1 : -1
  let next = 0.14 + draws.uniform(0, 0.1)
  let travelled = 0
  for (let i = 1; i + 1 < parent.path.length; i++) {
    const [from, to] = [parent.path[i], parent.path[i + 1]]
    if (!from || !to) continue
    travelled += Math.hypot(to.x - from.x, to.y - from.y)
    if (travelled < next) continue
    next += draws.uniform(0.1, 0.22)
    const width = from.width * draws.uniform(0.45, 0.72)
    side = side === 1 ? -1 : 1
    if (width < widthMin) continue
    const heading = Math.atan2(to.y - from.y, to.x - from.x) + side * draws.uniform(0.45, 0.95)
    const length = draws.uniform(0.3, 0.75) * (parent.order === 0 ? 1 : 0.5)
    const branch: Vessel = {
      kind: parent.kind,
      order: parent.order + 1,
      path: wander({ ...from, width }, heading, length, anatomy, draws, -side * 0.5),
    }
    branches.push(branch, ...growBranches(branch, anatomy, draws))
  }
  return branches
}

/** A tapering walk that keeps its direction but for a wobble and a slow bend toward its parent's, and shuns the fovea. */
function wander(
  start: Point & { width: number },
  heading: number,
  length: number,
  anatomy: Anatomy,
  draws: Draws,
  bend: number,
): Vessel['path'] {
  const path: Vessel['path'] = []
  const steps = Math.round(length / stepLength)
  let { x, y } = start
  let wobble = 0
  let drift = 0
  for (let s = 0; s < steps; s++) {
    const share = s / steps
    const width = start.width * (1 - 0.6 * share)
    path.push({ x, y, width })
    if (x * x + y * y > 1.1 || width < widthMin * 0.7) break
    if (Math.hypot(x - anatomy.fovea.x, y - anatomy.fovea.y) < foveaDistanceMin) break
    drift = 0.9 * drift + 0.022 * draws.normal()
    wobble = 0.97 * wobble + drift
    const direction = heading + wobble + bend * share
    x += Math.cos(direction) * stepLength
    y += Math.sin(direction) * stepLength
  }
  return path
}
