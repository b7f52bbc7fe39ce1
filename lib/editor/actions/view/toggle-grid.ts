import type { Action } from '../action'
import type { WithView } from './view'

export const toggleGrid: Action<WithView> = {
  name: 'view.grid',
  label: 'Patch grid',
  group: 'View',
  keys: [{ key: 'g' }],
  perform: ({ view }) => view.set({ ...view.get(), isGridShown: !view.get().isGridShown }),
}
