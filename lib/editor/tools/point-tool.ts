/** One click, one point; held down, it can still be placed exactly before letting go. */
import { keepOnPhotograph, roundShape } from '../geometry/shape'
import { finish, idle, type Phase, previewId, type Scene, stay, type Tool } from './tool'

const pointMark = (phase: Phase, scene: Scene, id: string) => {
  if (phase.name !== 'placing') return undefined
  const shape = roundShape(keepOnPhotograph({ type: 'point', ...phase.place }, scene.photograph))
  return { id, kind: scene.kind, shape }
}

export const pointTool: Tool = {
  name: 'point',
  label: 'Point',
  cursor: 'crosshair',
  enter: () => idle,
  down: (_phase, { place }) => stay({ name: 'placing', place }),
  move: (phase, { place }) => stay(phase.name === 'placing' ? { name: 'placing', place } : phase),
  up: (phase, _pointer, scene) => {
    const mark = pointMark(phase, scene, scene.newId())
    return mark ? finish({ type: 'select', id: null }, { type: 'add', mark }) : finish()
  },
  cancel: () => finish(),
  preview: (phase, scene) => pointMark(phase, scene, previewId),
}
