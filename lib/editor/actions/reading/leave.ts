import type { Action } from '../action'
import type { WithRoom } from './room'

export const leave: Action<WithRoom> = {
  name: 'reading.leave',
  label: 'Back to the queue',
  group: 'Reading',
  keys: [{ key: 'q' }],
  perform: ({ room }) => room.leave(),
}
