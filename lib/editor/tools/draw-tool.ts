/**
 * Ellipse and box: press, drag, let go. Shift makes it even, Alt draws from the centre. A click without a drag draws
 * nothing: on a mark it selects that mark and hands over to the select tool.
 */
import type { Mark } from '@/lib/domain/mark'
import { dragShape } from '../geometry/drag-shape'
import { pickMark } from '../geometry/pick-mark'
import { keepOnPhotograph, roundShape } from '../geometry/shape'
import {
  clickPixels,
  finish,
  idle,
  type Phase,
  type PointerPlace,
  previewId,
  reachPixels,
  type Scene,
  stay,
  type Tool,
} from './tool'

export const drawTool = (type: 'ellipse' | 'box', label: string): Tool => {
  const draw = (phase: Phase, scene: Scene, id: string): Mark | undefined => {
    if (phase.name !== 'drawing') return undefined
    const shape = dragShape(type, phase.from, phase.to, clickPixels * phase.pixel, phase)
    return shape && { id, kind: scene.kind, shape: roundShape(keepOnPhotograph(shape, scene.photograph)) }
  }
  const follow = (phase: Phase, pointer: PointerPlace): Phase =>
    phase.name === 'drawing'
      ? { ...phase, to: pointer.place, isEven: pointer.isShift, isFromCentre: pointer.isAlt }
      : phase
  return {
    name: type,
    label,
    cursor: 'crosshair',
    enter: () => idle,
    down: (_phase, { place, pixel, isShift, isAlt }) =>
      stay({ name: 'drawing', from: place, to: place, pixel, isEven: isShift, isFromCentre: isAlt }),
    move: (phase, pointer) => stay(follow(phase, pointer)),
    up: (phase, pointer, scene) => {
      if (phase.name !== 'drawing') return finish()
      const mark = draw(follow(phase, pointer), scene, scene.newId())
      if (mark) return finish({ type: 'select', id: null }, { type: 'add', mark })
      const picked = pickMark(scene.marks, pointer.place, reachPixels * pointer.pixel)
      if (!picked) return finish({ type: 'select', id: null })
      return finish({ type: 'useTool', tool: 'select' }, { type: 'select', id: picked.id })
    },
    cancel: () => finish(),
    preview: (phase, scene) => draw(phase, scene, previewId),
  }
}
