/**
 * The surface on which a photograph lies: pan, zoom and pointers, without any drawing of its own. It transforms one `stack`
 * element that is as large as the original (its images scale with it, on the compositor), and tells an overlay canvas where
 * things are, once a frame. Wheel zooms; Space, the middle button or two fingers pan; everything else goes to the tool.
 */
import type { Rectangle } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import {
  centreOn,
  fitViewport,
  keepInSight,
  panBy,
  reveal,
  type Size,
  toOriginal,
  type Viewport,
  visibleField,
  zoomAt,
} from '../geometry/viewport'
import type { PointerEventName } from '../marks/marks-state'
import { createStore, type Store } from '../store'
import type { PointerPlace } from '../tools/tool'
import { createFrameLoop } from './frame-loop'
import { listenToPointers } from './pointers'

export type SurfacePhotograph = Size & { crop: { x: number; y: number; side: number } }

export type SurfaceParts = {
  /** Receives the pointers; the visible frame. */
  frame: HTMLElement
  /** As large as the original, origin at the top left of the frame. */
  stack: HTMLElement
  photograph: SurfacePhotograph
  onPointer: (name: PointerEventName, pointer: PointerPlace) => void
  onCancel: () => void
  doesDragPan: () => boolean
  onClick: (place: Point) => void
  /** The place under a resting pointer; null when it leaves. */
  onHover: (place: Point | null, pixel: number) => void
  /** Once a frame, after the photograph has moved. */
  onFrame: (viewport: Viewport, frame: Size) => void
}

export type Surface = {
  viewport: Store<Viewport>
  /** Screen pixels of one original pixel at which the whole retina fits. */
  fitScale: () => number
  zoomBy: (factor: number) => void
  fit: () => void
  pan: (dx: number, dy: number) => void
  /** Moves the least that brings a place of the original into sight. */
  show: (place: Rectangle) => void
  /** Brings it to the middle, at least so close that it spans a fifth of the frame. */
  focus: (place: Rectangle) => void
  redraw: () => void
  dispose: () => void
}

/** Between the retina and the edge of the frame, screen pixels. */
const margin = 12
const showMargin = 48

export function createSurface(parts: SurfaceParts): Surface {
  const { frame, stack, photograph } = parts
  const field = visibleField(photograph)
  let size: Size = { width: frame.clientWidth, height: frame.clientHeight }
  let isFitted = true
  const viewport = createStore(fitViewport(size, field, margin))

  const loop = createFrameLoop(() => {
    const { scale, x, y } = viewport.get()
    stack.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
    parts.onFrame(viewport.get(), size)
  })
  const change = (next: Viewport) => {
    viewport.set(keepInSight(next, size, field))
    isFitted = false
    loop.request()
  }
  const fitScale = () => fitViewport(size, field, margin).scale
  const middle = (): Point => ({ x: size.width / 2, y: size.height / 2 })
  const fitToFrame = () => {
    viewport.set(fitViewport(size, field, margin))
    isFitted = true
    loop.request()
  }

  const observer = new ResizeObserver(() => {
    const before = size
    size = { width: frame.clientWidth, height: frame.clientHeight }
    if (isFitted) return fitToFrame()
    const place = toOriginal(viewport.get(), { x: before.width / 2, y: before.height / 2 })
    change(centreOn(viewport.get(), size, place))
  })
  observer.observe(frame)

  const stopListening = listenToPointers(frame, {
    place: (screen) => toOriginal(viewport.get(), screen),
    pixel: () => 1 / viewport.get().scale,
    onPointer: parts.onPointer,
    onCancel: parts.onCancel,
    onHover: parts.onHover,
    doesDragPan: parts.doesDragPan,
    onClick: parts.onClick,
    pan: (dx, dy) => change(panBy(viewport.get(), dx, dy)),
    zoom: (anchor, factor) => change(zoomAt(viewport.get(), anchor, factor, fitScale())),
  })
  loop.request()

  return {
    viewport,
    fitScale,
    zoomBy: (factor) => change(zoomAt(viewport.get(), middle(), factor, fitScale())),
    fit: fitToFrame,
    pan: (dx, dy) => change(panBy(viewport.get(), dx, dy)),
    show: (place) => change(reveal(viewport.get(), size, place, showMargin)),
    focus: (place) => {
      const wanted = Math.min(size.width, size.height) / (5 * Math.max(place.width, place.height, 1))
      const factor = Math.max(1, Math.min(wanted, 4) / viewport.get().scale)
      const closer = zoomAt(viewport.get(), middle(), factor, fitScale())
      change(centreOn(closer, size, { x: place.x + place.width / 2, y: place.y + place.height / 2 }))
    },
    redraw: loop.request,
    dispose: () => {
      observer.disconnect()
      stopListening()
      loop.stop()
    },
  }
}
