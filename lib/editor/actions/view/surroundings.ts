import { surroundings } from '../../geometry/crop-window'
import type { Action } from '../action'
import type { WithView } from './view'

const step = (spans: number, by: 1 | -1): number => {
  const at = surroundings.findIndex((each) => each >= spans)
  const next = Math.min(Math.max((at < 0 ? surroundings.length - 1 : at) + by, 0), surroundings.length - 1)
  return surroundings[next] ?? spans
}

export const lessAround: Action<WithView> = {
  name: 'view.lessAround',
  label: 'Closer',
  group: 'View',
  keys: [{ key: '+' }, { key: '=' }],
  perform: ({ view }) => view.set({ ...view.get(), spans: step(view.get().spans, -1) }),
}

export const moreAround: Action<WithView> = {
  name: 'view.moreAround',
  label: 'More surroundings',
  group: 'View',
  keys: [{ key: '-' }],
  perform: ({ view }) => view.set({ ...view.get(), spans: step(view.get().spans, 1) }),
}
