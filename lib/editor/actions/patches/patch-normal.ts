import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchNormal: Action<{ patches: PatchEditor }> = {
  name: 'patch.normal',
  label: 'Normal, and on',
  group: 'Patches',
  keys: [{ key: '0' }, { key: ' ' }],
  perform: ({ patches }) => patches.normal(),
}
