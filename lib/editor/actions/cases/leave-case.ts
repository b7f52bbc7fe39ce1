import type { Action } from '../action'
import type { WithCase } from './case-desk'

export const leaveCase: Action<WithCase> = {
  name: 'case.leave',
  label: 'Back to the cases',
  group: 'Reading',
  keys: [{ key: 'q' }],
  perform: ({ desk }) => desk.leave(),
}
