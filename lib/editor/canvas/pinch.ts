/** Two fingers: how the photograph moves and scales between one position of them and the next. Pure. */
import type { Point } from '@/lib/domain/mark'

export type Pinch = { centre: Point; spread: number }

/** `undefined` unless exactly two pointers are down. */
export function pinchOf(touches: readonly Point[]): Pinch | undefined {
  const [a, b] = touches
  if (!a || !b || touches.length !== 2) return undefined
  return {
    centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
    spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
  }
}

export const pinchStep = (before: Pinch, after: Pinch): { dx: number; dy: number; factor: number } => ({
  dx: after.centre.x - before.centre.x,
  dy: after.centre.y - before.centre.y,
  factor: after.spread / before.spread,
})
