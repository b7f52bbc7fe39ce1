/** Where a lesion may lie: on lit retina, off the disc, if possible off other lesions. Lengths as in `anatomy.ts`. */
import { isInFieldOfView } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import { type Anatomy, type Frame, quadrantOf } from './anatomy'
import type { Draws } from './draws'
import type { LesionShape } from './lesion-shape'

const triesMax = 80

export type Placing = {
  anatomy: Anatomy
  frame: Frame
  draws: Draws
  /** From a share of the field of view's radius to pixels. */
  px(share: number): number
  /** May a lesion of this radius lie here, other lesions aside? */
  isAllowed(place: Point, radius: number): boolean
  /** A place that `propose` comes up with: a free one if that can be had, else one where it overlaps another lesion. */
  find(radius: number, propose: () => Point): Point | undefined
  /** Proposes places at this distance from the fovea. */
  aroundFovea(from: number, to: number): () => Point
  /** Proposes places in a quadrant of the photograph. */
  inQuadrant(quadrant: number): () => Point
}

/** @param placed the lesions that are there already; the caller adds to it */
export function placingIn(anatomy: Anatomy, frame: Frame, placed: readonly LesionShape[], draws: Draws): Placing {
  const px = (share: number) => share * frame.radius
  const isAllowed = (place: Point, radius: number) =>
    Math.hypot(place.x, place.y) + radius < 0.95 &&
    isInFieldOfView(frame.fieldOfView, frame.toPixel(place), px(radius + 0.02)) &&
    Math.hypot(place.x - anatomy.disc.x, place.y - anatomy.disc.y) > anatomy.disc.radius * 1.2 + radius
  const isFree = (place: Point, radius: number) => {
    const { x, y } = frame.toPixel(place)
    return placed.every(
      (other) => Math.hypot(other.centre.x - x, other.centre.y - y) > px(radius) + Math.max(other.rx, other.ry) + 1,
    )
  }
  return {
    anatomy,
    frame,
    draws,
    px,
    isAllowed,
    find(radius, propose) {
      let allowed: Point | undefined
      for (let i = 0; i < triesMax; i++) {
        const place = propose()
        if (!isAllowed(place, radius)) continue
        if (isFree(place, radius)) return place
        allowed ??= place
      }
      return allowed
    },
    aroundFovea: (from, to) => () => {
      const direction = draws.uniform(0, 2 * Math.PI)
      const distance = draws.uniform(from, to)
      return {
        x: anatomy.fovea.x + distance * Math.cos(direction),
        y: anatomy.fovea.y + distance * Math.sin(direction),
      }
    },
    inQuadrant: (quadrant) => () => {
      let place: Point
      do place = { x: draws.uniform(-0.9, 0.9), y: draws.uniform(-0.9, 0.9) }
      while (quadrantOf(place) !== quadrant)
      return place
    },
  }
}
