import type { Action } from '../action'
import type { WithCase } from './case-desk'

export const showCaseKeys: Action<WithCase> = {
  name: 'case.keys',
  label: 'Show the keys',
  group: 'Reading',
  keys: [{ key: '?' }],
  perform: ({ desk }) => desk.showKeys(),
}
