import type { LesionKind } from '@/lib/domain/lesion'
import { kindLook } from '../../look/kind-looks'
import type { MarksEditor } from '../../marks/marks-editor'
import type { Action } from '../action'

/** Of the selected mark, or of the next one. */
export const chooseKind = (kind: LesionKind): Action<{ editor: MarksEditor }> => ({
  name: `kind.${kind}`,
  label: kindLook(kind).label,
  group: 'Kinds',
  keys: [{ key: String(kindLook(kind).number) }],
  perform: ({ editor }) => editor.chooseKind(kind),
})
