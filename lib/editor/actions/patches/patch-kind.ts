import type { LesionKind } from '@/lib/domain/lesion'
import { kindLook } from '../../look/kind-looks'
import type { PatchEditor } from '../../patches/patch-editor'
import type { Action } from '../action'

export const patchKind = (kind: LesionKind): Action<{ patches: PatchEditor }> => ({
  name: `patch.${kind}`,
  label: kindLook(kind).label,
  group: 'Kinds',
  keys: [{ key: String(kindLook(kind).number) }],
  perform: ({ patches }) => patches.kind(kind, false),
})

/** Quick mode only: several kinds in one patch. */
export const patchMoreKind = (kind: LesionKind): Action<{ patches: PatchEditor }> => ({
  name: `patch.${kind}.more`,
  label: `${kindLook(kind).label}, and stay for more`,
  group: 'Kinds',
  keys: [{ key: String(kindLook(kind).number), shift: true }],
  perform: ({ patches }) => patches.kind(kind, true),
})
