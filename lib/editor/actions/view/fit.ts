import type { Action } from '../action'
import type { WithSurface } from './view'

export const fit: Action<WithSurface> = {
  name: 'view.fit',
  label: 'Whole retina',
  group: 'View',
  keys: [{ key: '0' }, { key: 'f' }],
  perform: ({ surface }) => surface()?.fit(),
}

/** Where 0 is an answer. */
export const fitByLetter: Action<WithSurface> = { ...fit, keys: [{ key: 'f' }] }
