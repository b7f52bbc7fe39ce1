/**
 * From the browser's pointer, wheel and key events to what the surface means by them. One gesture at a time: a pan never
 * draws, a second finger turns a drawing into a pinch, a lost pointer cancels.
 */
import type { Point } from '@/lib/domain/mark'
import type { PointerEventName } from '../marks/marks-state'
import { clickPixels, type PointerPlace } from '../tools/tool'
import { type Pinch, pinchOf, pinchStep } from './pinch'

export type PointerParts = {
  place: (screen: Point) => Point
  pixel: () => number
  onPointer: (name: PointerEventName, pointer: PointerPlace) => void
  onCancel: () => void
  onHover: (place: Point | null, pixel: number) => void
  /** Without a tool in hand, dragging moves the photograph. */
  doesDragPan: () => boolean
  /** A press and release in one place while dragging would pan. */
  onClick: (place: Point) => void
  pan: (dx: number, dy: number) => void
  zoom: (anchor: Point, factor: number) => void
}

type Gesture =
  | { type: 'none' }
  | { type: 'tool'; pointer: number }
  | { type: 'pan'; pointer: number; last: Point; travelled: number; isClickable: boolean }
  | { type: 'pinch'; last: Pinch }

/** Wheel units (lines or pages in some browsers) in pixels. */
const wheelPixels = [1, 16, 400] as const
/** e^(−0.0016 · 100) = 0.85 a notch of a usual wheel. */
const wheelStrength = 0.0016
const middleButton = 1

/** @returns how to stop listening */
export function listenToPointers(frame: HTMLElement, parts: PointerParts): () => void {
  const touches = new Map<number, Point>()
  let gesture: Gesture = { type: 'none' }
  let isSpaceDown = false
  const stop = new AbortController()
  const { signal } = stop

  const screenOf = (event: MouseEvent): Point => {
    const box = frame.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const pointerOf = (event: PointerEvent): PointerPlace => ({
    place: parts.place(screenOf(event)),
    pixel: parts.pixel(),
    isShift: event.shiftKey,
    isAlt: event.altKey,
  })
  const showPan = () => {
    frame.dataset.pan = gesture.type === 'pan' ? 'moving' : isSpaceDown ? 'ready' : 'no'
  }
  const startPinch = (): boolean => {
    const pinch = pinchOf([...touches.values()])
    if (!pinch) return false
    if (gesture.type === 'tool') parts.onCancel()
    gesture = { type: 'pinch', last: pinch }
    return true
  }

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'touch') touches.set(event.pointerId, screenOf(event))
    if (startPinch() || gesture.type !== 'none') return
    const isHeld = event.button === middleButton || (event.button === 0 && isSpaceDown)
    const isPan = isHeld || (event.button === 0 && parts.doesDragPan())
    if (event.button !== 0 && !isPan) return
    frame.setPointerCapture(event.pointerId)
    if (isPan) {
      event.preventDefault()
      const { pointerId: pointer } = event
      gesture = { type: 'pan', pointer, last: screenOf(event), travelled: 0, isClickable: !isHeld }
    } else {
      gesture = { type: 'tool', pointer: event.pointerId }
      parts.onPointer('down', pointerOf(event))
    }
    showPan()
  }

  const onMove = (event: PointerEvent) => {
    const screen = screenOf(event)
    if (touches.has(event.pointerId)) touches.set(event.pointerId, screen)
    if (gesture.type === 'pinch') {
      const now = pinchOf([...touches.values()])
      if (!now) return
      const step = pinchStep(gesture.last, now)
      parts.pan(step.dx, step.dy)
      parts.zoom(now.centre, step.factor)
      gesture = { type: 'pinch', last: now }
    } else if (gesture.type === 'pan' && gesture.pointer === event.pointerId) {
      const [dx, dy] = [screen.x - gesture.last.x, screen.y - gesture.last.y]
      parts.pan(dx, dy)
      gesture = { ...gesture, last: screen, travelled: gesture.travelled + Math.hypot(dx, dy) }
    } else if (gesture.type === 'tool' && gesture.pointer === event.pointerId) {
      parts.onPointer('move', pointerOf(event))
    } else if (gesture.type === 'none') {
      parts.onHover(parts.place(screen), parts.pixel())
    }
  }

  const onUp = (event: PointerEvent) => {
    touches.delete(event.pointerId)
    if (gesture.type === 'pinch') {
      if (touches.size < 2) gesture = { type: 'none' }
      return
    }
    if (gesture.type === 'none' || gesture.pointer !== event.pointerId) return
    const ended = gesture
    gesture = { type: 'none' }
    const isDone = event.type === 'pointerup'
    if (ended.type === 'tool' && isDone) parts.onPointer('up', pointerOf(event))
    else if (ended.type === 'tool') parts.onCancel()
    else if (isDone && ended.isClickable && ended.travelled < clickPixels) parts.onClick(parts.place(screenOf(event)))
    showPan()
  }

  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const pixels = event.deltaY * (wheelPixels[event.deltaMode] ?? 1)
    parts.zoom(screenOf(event), Math.exp(-Math.max(-400, Math.min(400, pixels)) * wheelStrength))
  }

  const setSpace = (isDown: boolean) => {
    if (isSpaceDown === isDown) return
    isSpaceDown = isDown
    showPan()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== ' ') return
    const isTaken =
      event.target instanceof Element && event.target.closest('button, a, input, textarea, select, dialog')
    if (event.type === 'keyup') return setSpace(false)
    if (isTaken || parts.doesDragPan()) return
    event.preventDefault()
    setSpace(true)
  }

  frame.addEventListener('pointerdown', onDown, { signal })
  frame.addEventListener('pointermove', onMove, { signal })
  frame.addEventListener('pointerup', onUp, { signal })
  frame.addEventListener('pointercancel', onUp, { signal })
  frame.addEventListener('pointerleave', () => parts.onHover(null, parts.pixel()), { signal })
  frame.addEventListener('wheel', onWheel, { signal, passive: false })
  frame.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  window.addEventListener('keydown', onKey, { signal })
  window.addEventListener('keyup', onKey, { signal })
  window.addEventListener('blur', () => setSpace(false), { signal })
  return () => stop.abort()
}
