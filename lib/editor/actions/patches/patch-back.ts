import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchBack: Action<{ patches: PatchEditor }> = {
  name: 'patch.back',
  label: 'Previous patch',
  group: 'Patches',
  keys: [{ key: 'Backspace' }, { key: 'ArrowLeft' }],
  doesRepeat: true,
  isPossible: ({ patches }) => patches.session().at > 0,
  perform: ({ patches }) => patches.goBack(),
}
