import type { Action } from '../action'
import type { WithRoom } from './room'

export const submit: Action<WithRoom> = {
  name: 'reading.submit',
  label: 'Submit, and the next one',
  group: 'Reading',
  keys: [{ key: 'Enter', ctrl: true }],
  isPossible: ({ room }) => room.isReady(),
  perform: ({ room }) => room.submit(),
}
