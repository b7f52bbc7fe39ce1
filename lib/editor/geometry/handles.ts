/**
 * The grips of a selected mark, and the shape that dragging one of them makes. An ellipse has a grip at each end of its
 * axes (the opposite end stays) and one to turn it; a box one at each corner and edge; a polygon one a corner; a point none.
 */
import type { MarkShape, Point } from '@/lib/domain/mark'
import { rotate } from './shape'

export type BoxSide = 'w' | 'e' | ''
export type BoxLevel = 'n' | 's' | ''
export type Handle =
  | { type: 'axis'; axis: 'x' | 'y'; end: 1 | -1 }
  | { type: 'turn' }
  | { type: 'edge'; level: BoxLevel; side: BoxSide }
  | { type: 'corner'; index: number }

export type PlacedHandle = { handle: Handle; place: Point }

const axisHandles: readonly Handle[] = [
  { type: 'axis', axis: 'x', end: 1 },
  { type: 'axis', axis: 'x', end: -1 },
  { type: 'axis', axis: 'y', end: 1 },
  { type: 'axis', axis: 'y', end: -1 },
]
const edgeHandles = (['n', '', 's'] as const).flatMap((level) =>
  (['w', '', 'e'] as const).flatMap((side) => (level || side ? [{ type: 'edge' as const, level, side }] : [])),
)

/** @param reach how far the turning grip stands off the ellipse, pixels of the original */
export function shapeHandles(shape: MarkShape, reach: number): PlacedHandle[] {
  switch (shape.type) {
    case 'point':
      return []
    case 'ellipse': {
      const at = (x: number, y: number): Point => {
        const turned = rotate({ x, y }, shape.angle)
        return { x: shape.x + turned.x, y: shape.y + turned.y }
      }
      const axes = axisHandles.flatMap((handle) => {
        if (handle.type !== 'axis') return []
        const place = handle.axis === 'x' ? at(shape.rx * handle.end, 0) : at(0, shape.ry * handle.end)
        return [{ handle, place }]
      })
      return [...axes, { handle: { type: 'turn' }, place: at(0, -shape.ry - reach) }]
    }
    case 'box':
      return edgeHandles.map((handle) => ({
        handle,
        place: {
          x: shape.x + shape.width * (handle.side === 'w' ? 0 : handle.side === 'e' ? 1 : 0.5),
          y: shape.y + shape.height * (handle.level === 'n' ? 0 : handle.level === 's' ? 1 : 0.5),
        },
      }))
    case 'polygon':
      return shape.points.map((place, index) => ({ handle: { type: 'corner', index }, place }))
  }
}

/** The nearest grip within `slack` pixels of the original. */
export function handleAt(shape: MarkShape, place: Point, slack: number, reach: number): PlacedHandle | undefined {
  let best: PlacedHandle | undefined
  let nearest = slack
  for (const placed of shapeHandles(shape, reach)) {
    const distance = Math.hypot(placed.place.x - place.x, placed.place.y - place.y)
    if (distance > nearest) continue
    nearest = distance
    best = placed
  }
  return best
}

/** @param sizeMin no side or axis gets shorter than this, pixels of the original */
export function dragHandle(shape: MarkShape, handle: Handle, to: Point, sizeMin: number): MarkShape {
  if (shape.type === 'ellipse' && handle.type === 'axis') return dragAxis(shape, handle, to, sizeMin)
  if (shape.type === 'ellipse' && handle.type === 'turn') {
    const degrees = (Math.atan2(to.y - shape.y, to.x - shape.x) * 180) / Math.PI + 90
    return { ...shape, angle: normaliseAngle(degrees) }
  }
  if (shape.type === 'box' && handle.type === 'edge') return dragEdge(shape, handle, to, sizeMin)
  if (shape.type === 'polygon' && handle.type === 'corner') {
    return { type: 'polygon', points: shape.points.map((point, index) => (index === handle.index ? to : point)) }
  }
  return shape
}

/** An ellipse looks the same after half a turn: −90 < angle ≤ 90. */
export function normaliseAngle(degrees: number): number {
  const half = ((degrees % 180) + 180) % 180
  return half > 90 ? half - 180 : half
}

function dragAxis(
  shape: Extract<MarkShape, { type: 'ellipse' }>,
  handle: Extract<Handle, { type: 'axis' }>,
  to: Point,
  sizeMin: number,
): MarkShape {
  const own = rotate({ x: to.x - shape.x, y: to.y - shape.y }, -shape.angle)
  const radius = handle.axis === 'x' ? shape.rx : shape.ry
  const reach = (handle.axis === 'x' ? own.x : own.y) * handle.end
  const length = Math.max(sizeMin, reach + radius)
  const shift = (length / 2 - radius) * handle.end
  const moved = rotate(handle.axis === 'x' ? { x: shift, y: 0 } : { x: 0, y: shift }, shape.angle)
  return {
    ...shape,
    x: shape.x + moved.x,
    y: shape.y + moved.y,
    rx: handle.axis === 'x' ? length / 2 : shape.rx,
    ry: handle.axis === 'y' ? length / 2 : shape.ry,
  }
}

function dragEdge(
  shape: Extract<MarkShape, { type: 'box' }>,
  handle: Extract<Handle, { type: 'edge' }>,
  to: Point,
  sizeMin: number,
): MarkShape {
  const right = shape.x + shape.width
  const bottom = shape.y + shape.height
  const x0 = handle.side === 'w' ? Math.min(to.x, right - sizeMin) : shape.x
  const x1 = handle.side === 'e' ? Math.max(to.x, shape.x + sizeMin) : right
  const y0 = handle.level === 'n' ? Math.min(to.y, bottom - sizeMin) : shape.y
  const y1 = handle.level === 's' ? Math.max(to.y, shape.y + sizeMin) : bottom
  return { type: 'box', x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
}
