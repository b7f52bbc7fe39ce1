import type { Action } from '../action'
import type { WithRoom } from './room'

export const skip: Action<WithRoom> = {
  name: 'reading.skip',
  label: 'Skip, with a reason',
  group: 'Reading',
  keys: [{ key: 's' }],
  perform: ({ room }) => room.skip(),
}
