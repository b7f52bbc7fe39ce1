import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchPace: Action<{ patches: PatchEditor }> = {
  name: 'patch.pace',
  label: 'Go on after one kind, on or off',
  group: 'Patches',
  keys: [{ key: 'a' }],
  perform: ({ patches }) => patches.setQuick(!patches.state.get().isQuick),
}
