import type { PatchEditor } from '../../patches/patch-editor'
import { currentAnswer } from '../../patches/patch-session'
import type { Action } from '../action'

export const patchClear: Action<{ patches: PatchEditor }> = {
  name: 'patch.clear',
  label: 'Clear this answer',
  group: 'Patches',
  keys: [{ key: 'Delete' }],
  isPossible: ({ patches }) => currentAnswer(patches.session()) !== undefined,
  perform: ({ patches }) => patches.clear(),
}
