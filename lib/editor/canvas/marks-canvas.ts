/**
 * The overlay on the photograph, drawn by fabric: grid below, patches pointed at, marks, the grips of the selected mark. It is
 * only ever imported in the browser (`await import`), because fabric needs a document.
 */
import { StaticCanvas } from 'fabric'
import type { Size, Viewport } from '../geometry/viewport'
import { emptyOverlay, type Overlay } from './figure'
import { GridLayer, HandleLayer, MarkLayer, OutlineLayer } from './layer'

export type MarksCanvas = {
  resize: (size: Size) => void
  /** Draws at once: the caller is in a frame. */
  draw: (viewport: Viewport, overlay: Overlay) => void
  dispose: () => void
}

const nowhere = { x: 0, y: 0, width: 0, height: 0 }

/** Lays a canvas of its own over the frame; it lets every pointer through. */
export function createMarksCanvas(frame: HTMLElement): MarksCanvas {
  const element = frame.ownerDocument.createElement('canvas')
  Object.assign(element.style, { position: 'absolute', inset: '0', pointerEvents: 'none' })
  frame.append(element)
  // Every layer decides for itself what is in sight: a tag can be on the screen when its mark's bounds are not.
  const canvas = new StaticCanvas(element, { renderOnAddRemove: false, skipOffscreen: false })
  const grid = new GridLayer(nowhere)
  const outlines = new OutlineLayer(nowhere)
  const handles = new HandleLayer(nowhere)
  const marks = new Map<string, MarkLayer>()
  canvas.add(grid, outlines, handles)
  let drawn: Overlay = emptyOverlay

  const update = (next: Overlay) => {
    if (next.grid !== drawn.grid) grid.show(next.grid)
    outlines.outlines = next.outlines
    handles.handles = next.handles
    if (next.figures !== drawn.figures) updateMarks(next)
    drawn = next
  }

  const updateMarks = ({ figures }: Overlay) => {
    const wanted = new Set(figures.map((figure) => figure.id))
    for (const [id, layer] of marks) {
      if (wanted.has(id)) continue
      canvas.remove(layer)
      marks.delete(id)
    }
    for (const figure of figures) {
      const known = marks.get(figure.id)
      if (known) known.show(figure)
      else {
        const layer = new MarkLayer(figure)
        marks.set(figure.id, layer)
        canvas.insertAt(canvas.size() - 1, layer)
      }
    }
  }

  return {
    resize: (size) => {
      if (canvas.width !== size.width || canvas.height !== size.height) canvas.setDimensions(size)
    },
    draw: ({ scale, x, y }, overlay) => {
      update(overlay)
      canvas.setViewportTransform([scale, 0, 0, scale, x, y])
      canvas.renderAll()
    },
    dispose: () => {
      element.remove()
      canvas.dispose().catch((error) => console.error('The drawing layer did not close.', error))
    },
  }
}
