import { canRedo, canUndo } from '../../marks/history'
import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchUndo: Action<{ patches: PatchEditor }> = {
  name: 'patch.undo',
  label: 'Undo',
  group: 'Patches',
  keys: [{ key: 'z', ctrl: true }],
  doesRepeat: true,
  isPossible: ({ patches }) => canUndo(patches.state.get().history),
  perform: ({ patches }) => patches.undo(),
}

export const patchRedo: Action<{ patches: PatchEditor }> = {
  name: 'patch.redo',
  label: 'Redo',
  group: 'Patches',
  keys: [
    { key: 'z', ctrl: true, shift: true },
    { key: 'y', ctrl: true },
  ],
  doesRepeat: true,
  isPossible: ({ patches }) => canRedo(patches.state.get().history),
  perform: ({ patches }) => patches.redo(),
}
