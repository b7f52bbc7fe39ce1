/**
 * What can be done to one mark's shape: move, measure, hit, keep on the photograph. All numbers are pixels of the original.
 */
import type { Rectangle } from '@/lib/domain/field-of-view'
import { boundingRect, polygonArea, polygonCentroid } from '@/lib/domain/geometry'
import type { MarkShape, Point } from '@/lib/domain/mark'
import type { Size } from './viewport'

export const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Turns `point` around the origin, clockwise on the screen (y points down). */
export function rotate(point: Point, degrees: number): Point {
  const cos = Math.cos(radians(degrees))
  const sin = Math.sin(radians(degrees))
  return { x: point.x * cos - point.y * sin, y: point.x * sin + point.y * cos }
}

export function translateShape(shape: MarkShape, dx: number, dy: number): MarkShape {
  if (shape.type === 'polygon') {
    return { type: 'polygon', points: shape.points.map((p) => ({ x: p.x + dx, y: p.y + dy })) }
  }
  return { ...shape, x: shape.x + dx, y: shape.y + dy }
}

export function shapeCentre(shape: MarkShape): Point {
  switch (shape.type) {
    case 'point':
    case 'ellipse':
      return { x: shape.x, y: shape.y }
    case 'box':
      return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
    case 'polygon':
      return polygonCentroid(shape.points)
  }
}

/** The smallest upright rectangle around it; a point's has no size. */
export function shapeBounds(shape: MarkShape): Rectangle {
  switch (shape.type) {
    case 'point':
      return { x: shape.x, y: shape.y, width: 0, height: 0 }
    case 'box':
      return { x: shape.x, y: shape.y, width: shape.width, height: shape.height }
    case 'ellipse': {
      const cos = Math.cos(radians(shape.angle))
      const sin = Math.sin(radians(shape.angle))
      const reachX = Math.hypot(shape.rx * cos, shape.ry * sin)
      const reachY = Math.hypot(shape.rx * sin, shape.ry * cos)
      return { x: shape.x - reachX, y: shape.y - reachY, width: 2 * reachX, height: 2 * reachY }
    }
    case 'polygon': {
      const { x0, y0, x1, y1 } = boundingRect(shape.points)
      return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
    }
  }
}

/** Where the outline reaches farthest to the upper right: a tag beside it stays close to the mark. */
export function upperRight(shape: MarkShape): Point {
  switch (shape.type) {
    case 'point':
      return { x: shape.x, y: shape.y }
    case 'box':
      return { x: shape.x + shape.width, y: shape.y }
    case 'polygon':
      return shape.points.reduce((best, point) => (point.x - point.y > best.x - best.y ? point : best))
    case 'ellipse': {
      const towards = rotate({ x: 1, y: -1 }, -shape.angle)
      const reach = Math.hypot(shape.rx * towards.x, shape.ry * towards.y)
      const own = { x: (shape.rx ** 2 * towards.x) / reach, y: (shape.ry ** 2 * towards.y) / reach }
      const turned = rotate(own, shape.angle)
      return { x: shape.x + turned.x, y: shape.y + turned.y }
    }
  }
}

export function shapeArea(shape: MarkShape): number {
  switch (shape.type) {
    case 'point':
      return 0
    case 'box':
      return shape.width * shape.height
    case 'ellipse':
      return Math.PI * shape.rx * shape.ry
    case 'polygon':
      return polygonArea(shape.points)
  }
}

/** Is the place on the shape, or at most `slack` pixels outside it? */
export function shapeHolds(shape: MarkShape, place: Point, slack: number): boolean {
  switch (shape.type) {
    case 'point':
      return Math.hypot(place.x - shape.x, place.y - shape.y) <= slack
    case 'box':
      return (
        place.x >= shape.x - slack &&
        place.x <= shape.x + shape.width + slack &&
        place.y >= shape.y - slack &&
        place.y <= shape.y + shape.height + slack
      )
    case 'ellipse': {
      const own = rotate({ x: place.x - shape.x, y: place.y - shape.y }, -shape.angle)
      return Math.hypot(own.x / (shape.rx + slack), own.y / (shape.ry + slack)) <= 1
    }
    case 'polygon':
      return isInPolygon(shape.points, place) || distanceToOutline(shape.points, place) <= slack
  }
}

function isInPolygon(points: readonly Point[], place: Point): boolean {
  let isInside = false
  let previous = points.at(-1)
  for (const point of points) {
    if (!previous) break
    const isCrossed = point.y > place.y !== previous.y > place.y
    const crossingX = ((previous.x - point.x) * (place.y - point.y)) / (previous.y - point.y) + point.x
    if (isCrossed && place.x < crossingX) isInside = !isInside
    previous = point
  }
  return isInside
}

function distanceToOutline(points: readonly Point[], place: Point): number {
  let nearest = Number.POSITIVE_INFINITY
  let previous = points.at(-1)
  for (const point of points) {
    if (!previous) break
    const dx = point.x - previous.x
    const dy = point.y - previous.y
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : ((place.x - previous.x) * dx + (place.y - previous.y) * dy) / length
    const t = Math.min(1, Math.max(0, along))
    nearest = Math.min(nearest, Math.hypot(place.x - previous.x - t * dx, place.y - previous.y - t * dy))
    previous = point
  }
  return nearest
}

/** Half a pixel, the middle of the outermost one: rounding can never push a centre over the edge. */
const inset = 0.5

/** Moves the shape the least that puts its centre onto the photograph: a mark that cannot be seen cannot be taken back. */
export function keepOnPhotograph(shape: MarkShape, photograph: Size): MarkShape {
  const centre = shapeCentre(shape)
  const dx = Math.min(Math.max(centre.x, inset), photograph.width - inset) - centre.x
  const dy = Math.min(Math.max(centre.y, inset), photograph.height - inset) - centre.y
  return dx === 0 && dy === 0 ? shape : translateShape(shape, dx, dy)
}

/** 0.01 px is finer than any hand, and keeps stored marks short. */
export function roundShape(shape: MarkShape): MarkShape {
  const round = (value: number) => Math.round(value * 100) / 100
  switch (shape.type) {
    case 'point':
      return { type: 'point', x: round(shape.x), y: round(shape.y) }
    case 'box':
      return {
        type: 'box',
        x: round(shape.x),
        y: round(shape.y),
        width: round(shape.width),
        height: round(shape.height),
      }
    case 'ellipse':
      return {
        type: 'ellipse',
        x: round(shape.x),
        y: round(shape.y),
        rx: round(shape.rx),
        ry: round(shape.ry),
        angle: round(shape.angle),
      }
    case 'polygon':
      return { type: 'polygon', points: shape.points.map((p) => ({ x: round(p.x), y: round(p.y) })) }
  }
}
