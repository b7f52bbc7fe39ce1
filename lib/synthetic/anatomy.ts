/**
 * Where things are in a synthetic eye. Lengths are shares of the radius of the field of view, which spans 25° as in a 45–50°
 * fundus camera; x points to the nose, y down, the origin is the centre of the photograph.
 */
import { boundingSquare, type FieldOfView } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import type { Draws } from './draws'

export type Eye = 'left' | 'right'

/** How the camera frames the disc: whole; cut off above and below; cut off and padded to a square, as some sets are. */
export const cameraStyles = ['whole', 'cut', 'letterboxed'] as const
export type CameraStyle = (typeof cameraStyles)[number]

export type Anatomy = {
  disc: Point & { radius: number; cupRadius: number }
  fovea: Point
  tint: { r: number; g: number; b: number }
  /** Uneven light: direction and strength. */
  tilt: Point
  vignette: number
}

/** Means from published fundus photographs: the disc lies 15° to the nasal side of the fovea and is 6° across. */
export function drawAnatomy(draws: Draws): Anatomy {
  const fovea = { x: draws.uniform(-0.1, 0.04), y: draws.uniform(-0.04, 0.08) }
  const radius = draws.uniform(0.115, 0.14)
  const tint = draws.pick([
    { r: 212, g: 112, b: 46 },
    { r: 196, g: 86, b: 40 },
    { r: 204, g: 122, b: 92 },
    { r: 172, g: 98, b: 50 },
    { r: 222, g: 138, b: 62 },
  ])
  return {
    disc: {
      x: fovea.x + draws.uniform(0.58, 0.66),
      y: fovea.y - draws.uniform(0.0, 0.09),
      radius,
      cupRadius: radius * draws.uniform(0.3, 0.55),
    },
    fovea,
    tint,
    tilt: { x: draws.uniform(-0.14, 0.14), y: draws.uniform(-0.12, 0.12) },
    vignette: draws.uniform(0.22, 0.42),
  }
}

/** Quadrants of the photograph, 0 … 3: upper nasal, upper temporal, lower temporal, lower nasal. */
export function quadrantOf({ x, y }: Point): 0 | 1 | 2 | 3 {
  if (y < 0) return x >= 0 ? 0 : 1
  return x < 0 ? 2 : 3
}

/** Maps between the eye's own coordinates and pixels of the photograph. */
export type Frame = {
  width: number
  height: number
  radius: number
  fieldOfView: FieldOfView
  toPixel(place: Point): Point
  toEye(pixel: Point): Point
}

export function frameFor(width: number, height: number, eye: Eye, style: CameraStyle, draws: Draws): Frame {
  const short = Math.min(width, height)
  const radius = style === 'whole' ? short * draws.uniform(0.47, 0.485) : Math.min(short * 0.6, width * 0.47)
  const centreX = width / 2 + draws.uniform(-0.01, 0.01) * width
  const centreY = height / 2 + draws.uniform(-0.005, 0.005) * height
  // In a right eye the nose is to the right of the picture.
  const side = eye === 'right' ? 1 : -1
  const top = style === 'letterboxed' ? Math.round(centreY - radius * 0.835) : 0
  const bottom = style === 'letterboxed' ? Math.round(centreY + radius * 0.835) : height
  const x = Math.max(0, centreX - radius)
  const y = Math.max(top, centreY - radius)
  const visible = {
    x,
    y,
    width: Math.min(width, centreX + radius) - x,
    height: Math.min(bottom, centreY + radius) - y,
  }
  return {
    width,
    height,
    radius,
    fieldOfView: { centreX, centreY, radius, crop: boundingSquare(centreX, centreY, radius), visible },
    toPixel: (place) => ({ x: centreX + side * place.x * radius, y: centreY + place.y * radius }),
    toEye: (pixel) => ({ x: (side * (pixel.x - centreX)) / radius, y: (pixel.y - centreY) / radius }),
  }
}
