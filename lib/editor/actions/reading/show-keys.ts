import type { Action } from '../action'
import type { WithRoom } from './room'

export const showKeys: Action<WithRoom> = {
  name: 'reading.keys',
  label: 'Show the keys',
  group: 'Reading',
  keys: [{ key: '?' }],
  perform: ({ room }) => room.showKeys(),
}
