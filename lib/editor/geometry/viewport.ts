/**
 * Where the photograph lies on the screen. One similarity: screen = original · scale + (x, y). The original counts in its
 * own pixels, the screen in CSS pixels of the frame. Pure; the surface applies what comes out once a frame.
 */
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'

export type Size = { width: number; height: number }
export type Viewport = { scale: number; x: number; y: number }

/** 16 screen pixels for one of the original: a microaneurysm of 18 px is then 288 px wide. */
const scaleMax = 16
/** Smaller than this share of the fitted scale there is nothing to see. */
const fitShareMin = 0.6
/** This much of the frame, at least, keeps showing the photograph when it is dragged away. */
const inSightShare = 0.35
/** One press of + or −. */
export const zoomStep = 1.35

export const toScreen = (viewport: Viewport, point: Point): Point => ({
  x: point.x * viewport.scale + viewport.x,
  y: point.y * viewport.scale + viewport.y,
})

export const toOriginal = (viewport: Viewport, screen: Point): Point => ({
  x: (screen.x - viewport.x) / viewport.scale,
  y: (screen.y - viewport.y) / viewport.scale,
})

/** The largest scale at which all of `content` shows, centred, with `margin` screen pixels around it. */
export function fitViewport(frame: Size, content: Rectangle, margin = 0): Viewport {
  const width = Math.max(1, frame.width - 2 * margin)
  const height = Math.max(1, frame.height - 2 * margin)
  const scale = Math.min(width / Math.max(1, content.width), height / Math.max(1, content.height))
  return centreOn({ scale, x: 0, y: 0 }, frame, {
    x: content.x + content.width / 2,
    y: content.y + content.height / 2,
  })
}

/** The same scale, with a place of the original in the middle of the frame. */
export const centreOn = (viewport: Viewport, frame: Size, place: Point): Viewport => ({
  scale: viewport.scale,
  x: frame.width / 2 - place.x * viewport.scale,
  y: frame.height / 2 - place.y * viewport.scale,
})

/** Scales by `factor` around a screen point, which stays where it is. */
export function zoomAt(viewport: Viewport, anchor: Point, factor: number, fitScale: number): Viewport {
  const lowest = fitScale * fitShareMin
  const scale = Math.min(Math.max(viewport.scale * factor, lowest), Math.max(scaleMax, fitScale))
  const place = toOriginal(viewport, anchor)
  return { scale, x: anchor.x - place.x * scale, y: anchor.y - place.y * scale }
}

export const panBy = (viewport: Viewport, dx: number, dy: number): Viewport => ({
  scale: viewport.scale,
  x: viewport.x + dx,
  y: viewport.y + dy,
})

/** The nearest viewport in which the photograph cannot be lost: part of it always covers part of the frame. */
export function keepInSight(viewport: Viewport, frame: Size, content: Rectangle): Viewport {
  const along = (offset: number, frameSide: number, start: number, side: number) => {
    const seen = Math.min(frameSide, side * viewport.scale) * inSightShare
    const from = seen - (start + side) * viewport.scale
    const to = frameSide - seen - start * viewport.scale
    return Math.min(Math.max(offset, from), to)
  }
  return {
    scale: viewport.scale,
    x: along(viewport.x, frame.width, content.x, content.width),
    y: along(viewport.y, frame.height, content.y, content.height),
  }
}

/** The part of the field of view that the photograph holds: what a reader wants to fill the frame. */
export function visibleField(photograph: Size & { crop: { x: number; y: number; side: number } }): Rectangle {
  const { crop } = photograph
  const left = Math.max(0, crop.x)
  const top = Math.max(0, crop.y)
  const right = Math.min(photograph.width, crop.x + crop.side)
  const bottom = Math.min(photograph.height, crop.y + crop.side)
  if (right <= left || bottom <= top) return { x: 0, y: 0, width: photograph.width, height: photograph.height }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Moves the least that brings a rectangle of the original wholly into the frame, `margin` screen pixels from its edge. */
export function reveal(viewport: Viewport, frame: Size, place: Rectangle, margin: number): Viewport {
  const along = (offset: number, frameSide: number, start: number, side: number) => {
    const from = start * viewport.scale + offset
    const to = from + side * viewport.scale
    if (to - from > frameSide - 2 * margin) return frameSide / 2 - (start + side / 2) * viewport.scale
    if (from < margin) return offset + margin - from
    if (to > frameSide - margin) return offset - (to - frameSide + margin)
    return offset
  }
  return {
    scale: viewport.scale,
    x: along(viewport.x, frame.width, place.x, place.width),
    y: along(viewport.y, frame.height, place.y, place.height),
  }
}
