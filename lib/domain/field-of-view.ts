/**
 * The field of view is the lit, round retina on a photograph, and its crop is the bounding square of that circle
 * (science §1). Every number is in pixels of the original, so a place can be mapped to the d × d image and back.
 * Mark coordinates count from the outer edge of the top-left pixel: the centre of that pixel is at 0.5, 0.5.
 */
import type { Point } from './mark'

export type Rectangle = { x: number; y: number; width: number; height: number }

export type FieldOfView = {
  centreX: number
  centreY: number
  radius: number
  /** Whole pixels. May begin before 0 or reach beyond the photograph: what lies outside is padded. */
  crop: { x: number; y: number; side: number }
  /**
   * The part of the photograph in which the circle is lit: many cameras cut its top and bottom off, and letterboxing
   * moves that cut inside the photograph. Absent: the whole photograph.
   */
  visible?: Rectangle
}

/** The bounding square of a circle, in whole pixels: the smallest that holds it around the nearest centre. */
export function boundingSquare(centreX: number, centreY: number, radius: number): FieldOfView['crop'] {
  const side = Math.max(1, Math.round(2 * radius))
  return { x: Math.round(centreX - side / 2), y: Math.round(centreY - side / 2), side }
}

/** From a place on the original to the same place on the d × d image. */
export function originalToSquare(fov: FieldOfView, d: number, point: Point): Point {
  const scale = d / fov.crop.side
  return { x: (point.x - fov.crop.x) * scale, y: (point.y - fov.crop.y) * scale }
}

/** The exact inverse of `originalToSquare`. */
export function squareToOriginal(fov: FieldOfView, d: number, point: Point): Point {
  const scale = fov.crop.side / d
  return { x: fov.crop.x + point.x * scale, y: fov.crop.y + point.y * scale }
}

/**
 * Does a place on the original lie on lit retina? `shrink` (pixels of the original) keeps that far from the rim of the
 * circle and from the cuts.
 */
export function isInFieldOfView(fov: FieldOfView, point: Point, shrink = 0): boolean {
  const { visible } = fov
  if (visible) {
    if (point.x < visible.x + shrink || point.x > visible.x + visible.width - shrink) return false
    if (point.y < visible.y + shrink || point.y > visible.y + visible.height - shrink) return false
  }
  const dx = point.x - fov.centreX
  const dy = point.y - fov.centreY
  const reach = fov.radius - shrink
  return reach > 0 && dx * dx + dy * dy <= reach * reach
}
