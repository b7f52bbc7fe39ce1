import { zoomStep } from '../../geometry/viewport'
import type { Action } from '../action'
import type { WithSurface } from './view'

export const zoomIn: Action<WithSurface> = {
  name: 'view.zoomIn',
  label: 'Closer',
  group: 'View',
  keys: [{ key: '+' }, { key: '=' }],
  doesRepeat: true,
  perform: ({ surface }) => surface()?.zoomBy(zoomStep),
}

export const zoomOut: Action<WithSurface> = {
  name: 'view.zoomOut',
  label: 'Farther',
  group: 'View',
  keys: [{ key: '-' }],
  doesRepeat: true,
  perform: ({ surface }) => surface()?.zoomBy(1 / zoomStep),
}
