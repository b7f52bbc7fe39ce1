'use client'
/** The answers about one disputed patch, side by side; taking one over is one press. */
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { Button } from '@/app/_ui'
import { lesionKind } from '@/lib/contracts/scalars'
import type { LesionKind } from '@/lib/domain/lesion'
import { kindLook } from '@/lib/editor/look/kind-looks'

type WhoSaidWhatProps = {
  kinds: Readonly<Record<string, readonly string[]>>
  letters: readonly string[]
  /** Absent: only to look at. */
  onTake?: (kinds: readonly LesionKind[]) => void
}

export function WhoSaidWhat({ kinds, letters, onTake }: WhoSaidWhatProps) {
  return (
    <ul className="grid content-start gap-1 text-sm">
      {letters.map((letter) => {
        const said = (kinds[letter] ?? []).flatMap((kind) => lesionKind.safeParse(kind).data ?? [])
        return (
          <li key={letter} className="flex items-start gap-2.5">
            <span className="w-4 pt-1.5 font-semibold">{letter}</span>
            <span className="grid min-w-0 flex-1 gap-1 pt-1.5">
              {said.length === 0 ? (
                <span className="text-ink-muted">normal</span>
              ) : (
                said.map((kind) => (
                  <span key={kind} className="flex items-center gap-1.5">
                    <KindGlyph kind={kind} /> {kindLook(kind).label}
                  </span>
                ))
              )}
            </span>
            {onTake && (
              <Button
                size="small"
                variant="quiet"
                onClick={() => onTake(said)}
                aria-label={`Decide as ${letter} answered`}
              >
                As {letter}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
