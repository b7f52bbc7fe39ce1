/**
 * One lesion as a closed outline around a centre. What is painted, what the mask holds and what the mark says come from the
 * same outline, so a synthetic photograph has no disagreement with its truth. Pixels of the photograph.
 */
import type { LesionKind } from '@/lib/domain/lesion'
import type { MarkShape, Point } from '@/lib/domain/mark'
import type { Draws } from './draws'

export type LesionShape = {
  kind: LesionKind
  centre: Point
  /** The outline: an ellipse (`bumps` empty), or one whose radius varies with the direction. Angle in degrees. */
  rx: number
  ry: number
  angle: number
  /** Amplitudes and phases of the first harmonics of the radius, from the second on. */
  bumps: { amplitude: number; phase: number }[]
  /** 0 … 1: how much of the retina the lesion covers (0 where only its vessels are painted), how soft its border is. */
  strength: number
  softness: number
  /** Lesions made of vessels (IRMA, beading, new vessels): what is painted within the outline. */
  strokes?: (Point & { width: number })[][]
}

const cornersOfPolygon = 28

/** Irregular outlines get bumps; `roughness` 0 is a plain ellipse. */
export function drawBumps(draws: Draws, roughness: number): LesionShape['bumps'] {
  if (roughness === 0) return []
  return [2, 3, 4, 5].map((order) => ({
    amplitude: (roughness * draws.uniform(0.3, 1)) / Math.sqrt(order),
    phase: draws.uniform(0, 2 * Math.PI),
  }))
}

/** 1 on the outline, 0 at the centre, growing outward. */
export function outlineDistance(lesion: LesionShape, pixel: Point): number {
  const turn = (lesion.angle * Math.PI) / 180
  const dx = pixel.x - lesion.centre.x
  const dy = pixel.y - lesion.centre.y
  const u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / lesion.rx
  const v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / lesion.ry
  const distance = Math.hypot(u, v)
  return lesion.bumps.length === 0 || distance === 0 ? distance : distance / swell(lesion, Math.atan2(v, u))
}

function swell(lesion: LesionShape, direction: number): number {
  let radius = 1
  lesion.bumps.forEach(({ amplitude, phase }, i) => {
    radius += amplitude * Math.cos((i + 2) * direction + phase)
  })
  return Math.max(0.35, radius)
}

/** An ellipse where the outline is one, else a polygon with its corners on the outline. */
export function shapeOf(lesion: LesionShape): MarkShape {
  const { x, y } = lesion.centre
  if (lesion.bumps.length === 0) return { type: 'ellipse', x, y, rx: lesion.rx, ry: lesion.ry, angle: lesion.angle }
  const turn = (lesion.angle * Math.PI) / 180
  const points = Array.from({ length: cornersOfPolygon }, (_, i) => {
    const direction = (2 * Math.PI * i) / cornersOfPolygon
    const radius = swell(lesion, direction)
    const u = radius * lesion.rx * Math.cos(direction)
    const v = radius * lesion.ry * Math.sin(direction)
    return { x: x + u * Math.cos(turn) - v * Math.sin(turn), y: y + u * Math.sin(turn) + v * Math.cos(turn) }
  })
  return { type: 'polygon', points }
}

/** Whole pixels around everything that the lesion may touch when painted with a border up to `beyond` times its outline. */
export function pixelBounds(lesion: LesionShape, size: { width: number; height: number }, beyond: number) {
  const swollen = 1 + lesion.bumps.reduce((sum, bump) => sum + bump.amplitude, 0)
  const reach = Math.max(lesion.rx, lesion.ry) * swollen * beyond + 1
  return {
    left: Math.max(0, Math.floor(lesion.centre.x - reach)),
    top: Math.max(0, Math.floor(lesion.centre.y - reach)),
    right: Math.min(size.width, Math.ceil(lesion.centre.x + reach)),
    bottom: Math.min(size.height, Math.ceil(lesion.centre.y + reach)),
  }
}

/**
 * Sets the lesion's pixels in a mask: those whose centre lies within the outline, and for the smallest lesion at least
 * the one that holds its centre.
 */
export function addToMask(lesion: LesionShape, mask: Uint8Array, size: { width: number; height: number }) {
  const { left, top, right, bottom } = pixelBounds(lesion, size, 1)
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (outlineDistance(lesion, { x: x + 0.5, y: y + 0.5 }) <= 1) mask[y * size.width + x] = 1
    }
  }
  const x = Math.floor(lesion.centre.x)
  const y = Math.floor(lesion.centre.y)
  if (x >= 0 && y >= 0 && x < size.width && y < size.height) mask[y * size.width + x] = 1
}
