import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchNext: Action<{ patches: PatchEditor }> = {
  name: 'patch.next',
  label: 'Next patch',
  group: 'Patches',
  keys: [{ key: 'Enter' }, { key: 'ArrowRight' }],
  doesRepeat: true,
  perform: ({ patches }) => patches.goOn(),
}
