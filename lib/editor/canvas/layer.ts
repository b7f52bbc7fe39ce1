/**
 * The fabric objects of the overlay. Each draws itself in pixels of the original; fabric keeps them in order, transforms the
 * context to the viewport and clears. They are neither cached nor selectable: tools and picking are ours (../tools).
 */
import { FabricObject, type StaticCanvas } from 'fabric'
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Segment } from '../geometry/grid-overlay'
import type { PlacedHandle } from '../geometry/handles'
import { shapeBounds } from '../geometry/shape'
import type { Figure, PatchOutline } from './figure'
import { paintFigure } from './paint'

/** Tags and lines reach this many screen pixels beyond a mark's bounds. */
const reach = 24

abstract class Layer extends FabricObject {
  constructor(place: Rectangle) {
    super({
      originX: 'left',
      originY: 'top',
      left: place.x,
      top: place.y,
      width: Math.max(1, place.width),
      height: Math.max(1, place.height),
      strokeWidth: 0,
      objectCaching: false,
    })
  }

  /** Fabric has put the origin into the object's middle; ours is the photograph's corner. */
  override _render(ctx: CanvasRenderingContext2D): void {
    const zoom = this.canvas?.getZoom() ?? 1
    ctx.translate(-(this.left + this.width / 2), -(this.top + this.height / 2))
    this.paint(ctx, zoom)
  }

  abstract paint(ctx: CanvasRenderingContext2D, zoom: number): void
}

export class MarkLayer extends Layer {
  constructor(private figure: Figure) {
    super(shapeBounds(figure.shape))
  }

  show(figure: Figure): void {
    if (figure === this.figure) return
    this.figure = figure
    const bounds = shapeBounds(figure.shape)
    this.set({ left: bounds.x, top: bounds.y, width: Math.max(1, bounds.width), height: Math.max(1, bounds.height) })
  }

  override paint(ctx: CanvasRenderingContext2D, zoom: number): void {
    if (isInSight(this, this.canvas as StaticCanvas | undefined, zoom)) paintFigure(ctx, this.figure, zoom)
  }
}

function isInSight(layer: Layer, canvas: StaticCanvas | undefined, zoom: number): boolean {
  if (!canvas) return false
  const { tl, br } = canvas.vptCoords
  const slack = reach / zoom
  return (
    layer.left <= br.x + slack &&
    layer.left + layer.width >= tl.x - slack &&
    layer.top <= br.y + slack &&
    layer.top + layer.height >= tl.y - slack
  )
}

export class GridLayer extends Layer {
  private path = new Path2D()

  show(segments: readonly Segment[]): void {
    this.path = new Path2D()
    for (const { from, to } of segments) {
      this.path.moveTo(from.x, from.y)
      this.path.lineTo(to.x, to.y)
    }
  }

  override paint(ctx: CanvasRenderingContext2D, zoom: number): void {
    ctx.setLineDash([])
    ctx.lineWidth = 2 / zoom
    ctx.strokeStyle = 'rgba(0, 0, 0, 0.28)'
    ctx.stroke(this.path)
    ctx.lineWidth = 0.8 / zoom
    ctx.strokeStyle = 'rgba(255, 255, 255, 0.42)'
    ctx.stroke(this.path)
  }
}

export class OutlineLayer extends Layer {
  outlines: readonly PatchOutline[] = []

  override paint(ctx: CanvasRenderingContext2D, zoom: number): void {
    ctx.setLineDash([])
    for (const { place, isStrong } of this.outlines) {
      traceCorners(ctx, place)
      ctx.lineWidth = (isStrong ? 4.6 : 3.2) / zoom
      ctx.strokeStyle = 'rgba(0, 0, 0, 0.65)'
      ctx.stroke()
      ctx.lineWidth = (isStrong ? 2.2 : 1.2) / zoom
      ctx.strokeStyle = '#ffffff'
      ctx.stroke()
    }
  }
}

/** Corners only: a patch is never taken for somebody's box. */
function traceCorners(ctx: CanvasRenderingContext2D, { x, y, width, height }: Rectangle): void {
  const reach = Math.min(width, height) * 0.22
  ctx.beginPath()
  for (const [cornerX, cornerY, dx, dy] of [
    [x, y, reach, reach],
    [x + width, y, -reach, reach],
    [x + width, y + height, -reach, -reach],
    [x, y + height, reach, -reach],
  ] as const) {
    ctx.moveTo(cornerX + dx, cornerY)
    ctx.lineTo(cornerX, cornerY)
    ctx.lineTo(cornerX, cornerY + dy)
  }
}

export class HandleLayer extends Layer {
  handles: readonly PlacedHandle[] = []

  override paint(ctx: CanvasRenderingContext2D, zoom: number): void {
    const half = 4 / zoom
    ctx.setLineDash([])
    ctx.lineWidth = 1.25 / zoom
    ctx.strokeStyle = '#0b0c0e'
    ctx.fillStyle = '#ffffff'
    for (const { handle, place } of this.handles) {
      ctx.beginPath()
      if (handle.type === 'turn') ctx.arc(place.x, place.y, half * 1.1, 0, 2 * Math.PI)
      else ctx.rect(place.x - half, place.y - half, 2 * half, 2 * half)
      ctx.fill()
      ctx.stroke()
    }
  }
}
