import type { Action } from '../action'
import type { WithCase } from './case-desk'

/** A valid end: better no label than a doubtful one. */
export const markUnresolved: Action<WithCase> = {
  name: 'case.unresolved',
  label: 'Cannot be resolved, or can',
  group: 'Reading',
  keys: [{ key: 'x' }],
  perform: ({ desk }) => desk.toggleUnresolved(),
}
