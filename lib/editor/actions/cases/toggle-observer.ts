import type { Action } from '../action'
import type { WithCase } from './case-desk'

export const toggleObserver = (letter: string): Action<WithCase> => ({
  name: `case.observer${letter}`,
  label: `Show or hide observer ${letter}`,
  group: 'View',
  keys: [{ key: letter.toLowerCase(), shift: true }],
  perform: ({ desk }) => desk.toggleObserver(letter),
})
