import type { PatchEditor } from '../../patches/patch-editor'
import { isPast } from '../../patches/patch-session'
import type { Action } from '../action'
import type { WithRoom } from '../reading/room'

const keys = [{ key: 'Enter' }, { key: 'ArrowRight' }]

export const patchNext: Action<{ patches: PatchEditor }> = {
  name: 'patch.next',
  label: 'Next patch',
  group: 'Patches',
  keys,
  doesRepeat: true,
  perform: ({ patches }) => patches.goOn(),
}

/** For graders: after the last patch, Enter submits. Holding it down does not run that far. */
export const patchNextOrSubmit: Action<{ patches: PatchEditor } & WithRoom> = {
  name: 'patch.next',
  label: 'Next patch; after the last one, submit',
  group: 'Patches',
  keys,
  perform: ({ patches, room }) => (isPast(patches.session()) ? room.submit() : patches.goOn()),
}
