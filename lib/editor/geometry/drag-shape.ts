/** The shape that a drag from one place to another draws. */
import type { MarkShape, Point } from '@/lib/domain/mark'

export type DragOptions = {
  /** Shift: a circle, a square. */
  isEven: boolean
  /** Alt: the first place is the centre, not a corner. */
  isFromCentre: boolean
}

export const plainDrag: DragOptions = { isEven: false, isFromCentre: false }

/** `undefined` while the drag spans less than `sizeMin` pixels of the original each way: a click, not a drawing. */
export function dragShape(
  type: 'ellipse' | 'box',
  from: Point,
  to: Point,
  sizeMin: number,
  options: DragOptions = plainDrag,
): MarkShape | undefined {
  let dx = to.x - from.x
  let dy = to.y - from.y
  if (options.isEven) {
    const side = Math.max(Math.abs(dx), Math.abs(dy))
    dx = dx < 0 ? -side : side
    dy = dy < 0 ? -side : side
  }
  const start = options.isFromCentre ? { x: from.x - dx, y: from.y - dy } : from
  const end = { x: from.x + dx, y: from.y + dy }
  const x = Math.min(start.x, end.x)
  const y = Math.min(start.y, end.y)
  const width = Math.abs(end.x - start.x)
  const height = Math.abs(end.y - start.y)
  if (Math.max(width, height) < sizeMin) return undefined
  const floor = sizeMin / 2
  const box = { type: 'box' as const, x, y, width: Math.max(width, floor), height: Math.max(height, floor) }
  if (type === 'box') return box
  return {
    type: 'ellipse',
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    rx: box.width / 2,
    ry: box.height / 2,
    angle: 0,
  }
}
