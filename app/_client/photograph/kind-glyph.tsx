/** A kind's glyph in its colour, on a dark chip so that it is seen on light panels too. Said by the label beside it. */
import type { LesionKind } from '@/lib/domain/lesion'
import { glyphPaths } from '@/lib/editor/look/glyph-path'
import { kindLook } from '@/lib/editor/look/kind-looks'

export function KindGlyph({ kind }: { kind: LesionKind }) {
  const look = kindLook(kind)
  return (
    <svg viewBox="-1.9 -1.9 3.8 3.8" aria-hidden className="size-5 shrink-0 rounded bg-[#17191c]">
      <path d={glyphPaths[look.glyph]} fill={look.colour} />
    </svg>
  )
}
