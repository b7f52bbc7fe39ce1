import type { Action } from '../action'
import type { WithCase } from './case-desk'

export const signDecision: Action<WithCase> = {
  name: 'case.sign',
  label: 'Sign, and the next case',
  group: 'Reading',
  keys: [{ key: 'Enter', ctrl: true }],
  perform: ({ desk }) => desk.sign(),
}
