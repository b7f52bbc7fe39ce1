import type { Action } from '../action'
import type { WithCase } from './case-desk'

export const writeReason: Action<WithCase> = {
  name: 'case.reason',
  label: 'Write the reason',
  group: 'Reading',
  keys: [{ key: 'r' }],
  perform: ({ desk }) => desk.writeReason(),
}
