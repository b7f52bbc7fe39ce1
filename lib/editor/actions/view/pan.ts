import type { Action } from '../action'
import type { WithSurface } from './view'

/** Screen pixels a press. */
const step = 80

const pan = (arrow: string, dx: number, dy: number): Action<WithSurface> => ({
  name: `view.pan${arrow}`,
  label: `Look ${arrow.toLowerCase()}`,
  group: 'View',
  keys: [{ key: `Arrow${arrow}` }],
  doesRepeat: true,
  perform: ({ surface }) => surface()?.pan(dx, dy),
})

export const panActions = [pan('Left', step, 0), pan('Right', -step, 0), pan('Up', 0, step), pan('Down', 0, -step)]
