/**
 * Painting on a 2D context whose unit is a pixel of the original: lines keep their width on the screen at every zoom, and each
 * has a dark casing, so that it is seen on a bright exudate and on a dark haemorrhage alike. Nothing is filled: what is
 * marked stays visible.
 */
import type { MarkShape, Point } from '@/lib/domain/mark'
import { radians, upperRight } from '../geometry/shape'
import { glyphPaths } from '../look/glyph-path'
import type { GlyphName } from '../look/kind-looks'
import type { Figure } from './figure'

const casing = 'rgba(0, 0, 0, 0.72)'
const glyphs = new Map<GlyphName, Path2D>()

function glyphPath(name: GlyphName): Path2D {
  const known = glyphs.get(name)
  if (known) return known
  const path = new Path2D(glyphPaths[name])
  glyphs.set(name, path)
  return path
}

/** @param zoom screen pixels of one pixel of the original */
export function paintFigure(ctx: CanvasRenderingContext2D, figure: Figure, zoom: number): void {
  if (figure.shape.type === 'point') paintPoint(ctx, figure, figure.shape, zoom)
  else paintOutline(ctx, figure, zoom)
}

function paintOutline(ctx: CanvasRenderingContext2D, figure: Figure, zoom: number): void {
  const width = (figure.isSelected ? 2.6 : 1.7) / zoom
  tracePath(ctx, figure.shape)
  ctx.setLineDash([])
  ctx.lineWidth = width + 2.2 / zoom
  ctx.strokeStyle = casing
  ctx.stroke()
  ctx.setLineDash(figure.dash.map((length) => length / zoom))
  ctx.lineWidth = width
  ctx.strokeStyle = figure.colour
  ctx.stroke()
  const corner = upperRight(figure.shape)
  const gap = 6 / zoom
  paintTag(ctx, figure, { x: corner.x + gap, y: corner.y - gap }, 4.5 / zoom)
}

/** A ring that leaves the lesion itself free, with the tag beside it. */
function paintPoint(ctx: CanvasRenderingContext2D, figure: Figure, place: Point, zoom: number): void {
  const radius = (figure.isSelected ? 8.5 : 7) / zoom
  ctx.setLineDash([])
  for (const [extra, colour] of [
    [2.2, casing],
    [0, figure.colour],
  ] as const) {
    ctx.lineWidth = (1.7 + extra) / zoom
    ctx.strokeStyle = colour
    ctx.beginPath()
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      ctx.moveTo(place.x + dx * radius, place.y + dy * radius)
      ctx.lineTo(place.x + dx * radius * 1.6, place.y + dy * radius * 1.6)
    }
    ctx.moveTo(place.x + radius, place.y)
    ctx.arc(place.x, place.y, radius, 0, 2 * Math.PI)
    ctx.stroke()
  }
  const off = radius * 1.25
  paintTag(ctx, figure, { x: place.x + off + 3 / zoom, y: place.y - off - 1 / zoom }, 4.5 / zoom)
}

function tracePath(ctx: CanvasRenderingContext2D, shape: MarkShape): void {
  ctx.beginPath()
  switch (shape.type) {
    case 'point':
      return
    case 'ellipse':
      ctx.ellipse(shape.x, shape.y, shape.rx, shape.ry, radians(shape.angle), 0, 2 * Math.PI)
      return
    case 'box':
      ctx.rect(shape.x, shape.y, shape.width, shape.height)
      return
    case 'polygon':
      for (const point of shape.points) ctx.lineTo(point.x, point.y)
      ctx.closePath()
  }
}

/** @param half half its height, pixels of the original */
function paintTag(ctx: CanvasRenderingContext2D, figure: Figure, place: Point, half: number): void {
  ctx.save()
  ctx.translate(place.x, place.y)
  ctx.scale(half, half)
  ctx.setLineDash([])
  ctx.lineJoin = 'round'
  ctx.strokeStyle = casing
  const { glyph, colour, letter } = figure.tag
  const path = glyphPath(glyph)
  ctx.fillStyle = colour
  ctx.lineWidth = 0.8
  ctx.stroke(path)
  ctx.fill(path)
  if (letter) {
    ctx.font = '600 2.7px "Inter Variable", system-ui, sans-serif'
    ctx.textBaseline = 'middle'
    ctx.fillStyle = figure.colour
    ctx.lineWidth = 0.9
    ctx.strokeText(letter, 1.5, 0.1)
    ctx.fillText(letter, 1.5, 0.1)
  }
  ctx.restore()
}
