import type { Action } from '../action'
import type { WithView } from './view'

/** The photograph as taken, or Eq. 1 of the paper: local contrast. */
export const toggleContrast: Action<WithView> = {
  name: 'view.contrast',
  label: 'Contrast view',
  group: 'View',
  keys: [{ key: 'c' }],
  perform: ({ view }) => view.set({ ...view.get(), isContrast: !view.get().isContrast }),
}
