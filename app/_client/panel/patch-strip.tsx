'use client'
/** The patches of the claim in a row: what was answered, what is open, which one is shown. A click goes there. */
import { cx } from '@/app/_ui'
import { kindLook } from '@/lib/editor/look/kind-looks'
import type { PatchAnswer, PatchSession } from '@/lib/editor/patches/patch-session'

export function PatchStrip({ session, onGoTo }: { session: PatchSession; onGoTo: (at: number) => void }) {
  return (
    <ol aria-label="Patches" className="flex max-h-16 flex-wrap justify-center gap-[3px] overflow-y-auto p-1">
      {session.indices.map((index, at) => {
        const answer = session.answers[at]
        const isHere = at === session.at
        return (
          <li key={index} className="min-w-2 max-w-8 flex-1 basis-2">
            <button
              type="button"
              tabIndex={isHere ? 0 : -1}
              aria-current={isHere ? 'step' : undefined}
              aria-label={`Patch ${at + 1}: ${spell(answer)}`}
              title={`${at + 1}: ${spell(answer)}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onGoTo(at)}
              className={cx(
                'flex h-4 w-full overflow-hidden rounded-[3px] border',
                isHere ? 'border-white outline outline-2 outline-white/40' : 'border-white/25',
              )}
            >
              <Fill answer={answer} />
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Fill({ answer }: { answer: PatchAnswer }) {
  if (answer === undefined) return null
  if (answer.length === 0) return <span className="flex-1 bg-white/30" />
  return answer.map((kind) => <span key={kind} className="flex-1" style={{ background: kindLook(kind).colour }} />)
}

export function spell(answer: PatchAnswer): string {
  if (answer === undefined) return 'open'
  if (answer.length === 0) return 'normal'
  return answer.map((kind) => kindLook(kind).label).join(', ')
}
