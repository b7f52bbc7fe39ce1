/**
 * The outer outline of one part of a mask, as a polygon along the edges of its pixels, and a simpler polygon of (nearly)
 * the same area. Holes are filled.
 */
import { polygonArea } from '@/lib/domain/geometry'
import type { Point } from '@/lib/domain/mark'
import type { Mask } from './mask-components'

/** Steps right, down, left, up. */
const steps = [
  { dx: 1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: -1, dy: 0 },
  { dx: 0, dy: -1 },
] as const

/**
 * Walks the pixel edges clockwise with the part on the right hand, from the upper left corner of (startX, startY), the
 * leftmost pixel of the part's topmost row. Pixels that touch at a corner only are one part, so the walk crosses there.
 * @returns the corners where the walk turns
 */
export function traceOutline({ width, height, data }: Mask, startX: number, startY: number): Point[] {
  const isSet = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1
  const points: Point[] = []
  let x = startX
  let y = startY
  let heading = 0
  do {
    const before = heading
    const { dx, dy } = steps[heading] as (typeof steps)[number]
    x += dx
    y += dy
    const left = pixelAhead(x, y, heading, 'left')
    const right = pixelAhead(x, y, heading, 'right')
    if (isSet(left.x, left.y)) heading = (heading + 3) % 4
    else if (!isSet(right.x, right.y)) heading = (heading + 1) % 4
    if (heading !== before) points.push({ x, y })
  } while (x !== startX || y !== startY || heading !== 0)
  return points
}

/** The two pixels in front of a corner, as seen by somebody who arrives there with this heading. */
function pixelAhead(x: number, y: number, heading: number, side: 'left' | 'right'): { x: number; y: number } {
  const isLeft = side === 'left'
  switch (heading) {
    case 0:
      return { x, y: isLeft ? y - 1 : y }
    case 1:
      return { x: isLeft ? x : x - 1, y }
    case 2:
      return { x: x - 1, y: isLeft ? y : y - 1 }
    default:
      return { x: isLeft ? x - 1 : x, y: y - 1 }
  }
}

/**
 * Leaves out corners that lie within `tolerance` pixels of the simpler outline (Douglas–Peucker), less and less tolerant
 * until the area is within `areaShareMax` of what it was. An outline that is still too long is simplified further at the
 * cost of its area.
 */
export function simplifyOutline(points: Point[], tolerance: number, areaShareMax: number, pointsMax: number): Point[] {
  const area = polygonArea(points)
  for (let allowed = tolerance; allowed > 0.1; allowed /= 2) {
    const simpler = douglasPeucker(points, allowed)
    const isClose = simpler.length >= 3 && Math.abs(polygonArea(simpler) - area) <= areaShareMax * area
    if (isClose) return simpler.length <= pointsMax ? simpler : shortened(points, allowed, pointsMax)
  }
  return points.length <= pointsMax ? points : shortened(points, tolerance, pointsMax)
}

function shortened(points: Point[], tolerance: number, pointsMax: number): Point[] {
  let simpler = points
  for (let allowed = tolerance; simpler.length > pointsMax; allowed *= 1.5) simpler = douglasPeucker(points, allowed)
  return simpler
}

/** A closed outline is cut at its first corner and the corner farthest from it. */
function douglasPeucker(points: Point[], tolerance: number): Point[] {
  const first = points[0]
  if (!first) return []
  const farthest = points.reduce(
    (best, point, i) => (distance(point, first) > distance(points[best] ?? first, first) ? i : best),
    0,
  )
  const isKept = new Uint8Array(points.length)
  isKept[0] = 1
  isKept[farthest] = 1
  const open = [
    { from: 0, to: farthest },
    { from: farthest, to: points.length },
  ]
  for (let span = open.pop(); span; span = open.pop()) {
    const a = points[span.from] ?? first
    const b = points[span.to % points.length] ?? first
    let worst = span.from
    let worstDistance = tolerance
    for (let i = span.from + 1; i < span.to; i++) {
      const away = distanceToSegment(points[i] ?? a, a, b)
      if (away > worstDistance) {
        worst = i
        worstDistance = away
      }
    }
    if (worst === span.from) continue
    isKept[worst] = 1
    open.push({ from: span.from, to: worst }, { from: worst, to: span.to })
  }
  return points.filter((_, i) => isKept[i] === 1)
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
  if (length2 === 0) return distance(point, a)
  const along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length2
  const t = Math.min(1, Math.max(0, along))
  return distance(point, { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) })
}
