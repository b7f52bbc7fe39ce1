/**
 * Plane geometry of polygons: area, centroid, and the area that an axis-aligned rectangle cuts out of one. Areas are exact
 * for simple polygons, concave ones too; round shapes are polygons of equal area.
 */
import type { Point } from './mark'

export type Rect = { x0: number; y0: number; x1: number; y1: number }

/** Positive whatever the direction of the outline. */
export const polygonArea = (points: readonly Point[]): number => Math.abs(signedArea(points))

function signedArea(points: readonly Point[]): number {
  let twice = 0
  let previous = points.at(-1)
  for (const point of points) {
    if (previous) twice += previous.x * point.y - point.x * previous.y
    previous = point
  }
  return twice / 2
}

/** Centre of area; the mean of the corners where there is no area. */
export function polygonCentroid(points: readonly Point[]): Point {
  const origin = points[0] ?? { x: 0, y: 0 }
  let twice = 0
  let x = 0
  let y = 0
  let previous = points.at(-1) ?? origin
  for (const point of points) {
    const cross = (previous.x - origin.x) * (point.y - origin.y) - (point.x - origin.x) * (previous.y - origin.y)
    twice += cross
    x += cross * (previous.x + point.x - 2 * origin.x)
    y += cross * (previous.y + point.y - 2 * origin.y)
    previous = point
  }
  if (Math.abs(twice) > 1e-9) return { x: origin.x + x / (3 * twice), y: origin.y + y / (3 * twice) }
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  return points.length === 0 ? origin : { x: mean((p) => p.x), y: mean((p) => p.y) }
}

export function boundingRect(points: readonly Point[]): Rect {
  const rect = {
    x0: Number.POSITIVE_INFINITY,
    y0: Number.POSITIVE_INFINITY,
    x1: Number.NEGATIVE_INFINITY,
    y1: Number.NEGATIVE_INFINITY,
  }
  for (const { x, y } of points) {
    rect.x0 = Math.min(rect.x0, x)
    rect.y0 = Math.min(rect.y0, y)
    rect.x1 = Math.max(rect.x1, x)
    rect.y1 = Math.max(rect.y1, y)
  }
  return rect
}

/** Corners of the polygon that stands for an ellipse; it has the ellipse's area exactly. */
const corners = 64

/** @param angle degrees, clockwise on the screen, of the first semi-axis from the x axis */
export function ellipsePolygon(x: number, y: number, rx: number, ry: number, angle: number, count = corners): Point[] {
  const step = (2 * Math.PI) / count
  const grow = Math.sqrt(step / Math.sin(step))
  const cos = Math.cos((angle * Math.PI) / 180)
  const sin = Math.sin((angle * Math.PI) / 180)
  return Array.from({ length: count }, (_, i) => {
    const u = rx * grow * Math.cos(i * step)
    const v = ry * grow * Math.sin(i * step)
    return { x: x + u * cos - v * sin, y: y + u * sin + v * cos }
  })
}

/** A field of view is large against a patch, so it gets more corners: the sagitta of 720 is 1e-5 of the radius. */
export const discPolygon = (disc: { x: number; y: number; radius: number }): Point[] =>
  ellipsePolygon(disc.x, disc.y, disc.radius, disc.radius, 0, 720)

/** Area of the part of a polygon that lies in the rectangle (Sutherland–Hodgman; exact for concave polygons as an area). */
export function areaInsideRect(points: readonly Point[], rect: Rect): number {
  if (rect.x1 <= rect.x0 || rect.y1 <= rect.y0) return 0
  return polygonArea(
    clip(clip(clip(clip(points, 'x', rect.x0, 1), 'x', rect.x1, -1), 'y', rect.y0, 1), 'y', rect.y1, -1),
  )
}

/** Keeps the side of the line where (value − edge) · side ≥ 0. */
function clip(points: readonly Point[], axis: 'x' | 'y', edge: number, side: 1 | -1): readonly Point[] {
  const kept: Point[] = []
  let isAllKept = true
  let previous = points.at(-1)
  for (const point of points) {
    if (!previous) break
    const before = (previous[axis] - edge) * side
    const now = (point[axis] - edge) * side
    if (before < 0 !== now < 0) kept.push(crossing(previous, point, before / (before - now)))
    if (now >= 0) kept.push(point)
    else isAllKept = false
    previous = point
  }
  return isAllKept ? points : kept
}

const crossing = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
})
