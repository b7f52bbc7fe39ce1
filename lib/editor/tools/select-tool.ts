/** Click selects, drag moves, grips resize. A press that hardly moves stays a click, so that selecting never nudges. */
import type { Mark } from '@/lib/domain/mark'
import { dragHandle, handleAt } from '../geometry/handles'
import { pickMark } from '../geometry/pick-mark'
import { keepOnPhotograph, roundShape, translateShape } from '../geometry/shape'
import {
  clickPixels,
  finish,
  idle,
  type Phase,
  reachPixels,
  type Scene,
  stay,
  type Tool,
  turnReachPixels,
} from './tool'

const change = (phase: Phase, scene: Scene): Mark | undefined => {
  if (phase.name === 'moving') {
    const moved = translateShape(phase.mark.shape, phase.to.x - phase.from.x, phase.to.y - phase.from.y)
    return { ...phase.mark, shape: roundShape(keepOnPhotograph(moved, scene.photograph)) }
  }
  if (phase.name === 'resizing') {
    const to = { x: phase.to.x + phase.grab.x, y: phase.to.y + phase.grab.y }
    const resized = dragHandle(phase.mark.shape, phase.handle, to, phase.sizeMin)
    return { ...phase.mark, shape: roundShape(keepOnPhotograph(resized, scene.photograph)) }
  }
  return undefined
}

export const selectTool: Tool = {
  name: 'select',
  label: 'Select',
  cursor: 'default',
  enter: () => idle,
  down: (_phase, pointer, scene) => {
    const slack = reachPixels * pointer.pixel
    const selected = scene.marks.find((mark) => mark.id === scene.selected)
    const grip = selected && handleAt(selected.shape, pointer.place, slack, turnReachPixels * pointer.pixel)
    if (selected && grip) {
      const grab = { x: grip.place.x - pointer.place.x, y: grip.place.y - pointer.place.y }
      const sizeMin = clickPixels * pointer.pixel
      return stay({ name: 'resizing', mark: selected, handle: grip.handle, grab, to: pointer.place, sizeMin })
    }
    const picked = pickMark(scene.marks, pointer.place, slack)
    if (!picked) return finish({ type: 'select', id: null })
    return {
      phase: { name: 'pressing', mark: picked, from: pointer.place },
      effects: [{ type: 'select', id: picked.id }],
    }
  },
  move: (phase, { place, pixel }) => {
    switch (phase.name) {
      case 'pressing': {
        const isMeant = Math.hypot(place.x - phase.from.x, place.y - phase.from.y) >= clickPixels * pixel
        return stay(isMeant ? { name: 'moving', mark: phase.mark, from: phase.from, to: place } : phase)
      }
      case 'moving':
      case 'resizing':
        return stay({ ...phase, to: place })
      case 'idle':
      case 'placing':
      case 'drawing':
        return stay(phase)
    }
  },
  up: (phase, pointer, scene) => {
    const isDragging = phase.name === 'moving' || phase.name === 'resizing'
    const last: Phase = isDragging ? { ...phase, to: pointer.place } : phase
    const mark = change(last, scene)
    return mark ? finish({ type: 'replace', mark }) : finish()
  },
  cancel: () => finish(),
  preview: change,
}
