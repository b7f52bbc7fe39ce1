'use client'
/** After the last patch: what was answered, before it is submitted. */
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { Key } from '@/app/_ui'
import { kindLooks } from '@/lib/editor/look/kind-looks'
import type { PatchSession } from '@/lib/editor/patches/patch-session'

export function PatchesDone({ session }: { session: PatchSession }) {
  const normal = session.answers.filter((answer) => answer?.length === 0).length
  const found = kindLooks
    .map((look) => ({ ...look, count: session.answers.filter((answer) => answer?.includes(look.kind)).length }))
    .filter(({ count }) => count > 0)
  return (
    <div role="status" className="grid place-content-center gap-5 text-ink">
      <h2 className="font-semibold text-lg">All {session.indices.length} patches answered</h2>
      <ul className="grid gap-2 text-sm">
        <li className="figures flex items-center gap-3">
          <span aria-hidden className="size-5 rounded border border-edge" />
          <span className="w-44">Normal</span>
          {normal}
        </li>
        {found.map(({ kind, label, count }) => (
          <li key={kind} className="figures flex items-center gap-3">
            <KindGlyph kind={kind} />
            <span className="w-44">{label}</span>
            {count}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-1.5 text-ink-muted text-sm">
        <Key>⏎</Key> submits, <Key>⌫</Key> goes back.
      </p>
    </div>
  )
}
