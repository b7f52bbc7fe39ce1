'use client'
/** Every disputed patch in a row: its crop, who said what in short, and what was decided. A click goes there. */
import { useEffect, useRef } from 'react'
import { spell } from '@/app/_client/panel/patch-strip'
import type { PhotographImages } from '@/app/_client/photograph/images'
import { PatchThumb } from '@/app/_client/photograph/patch-thumb'
import { cx } from '@/app/_ui'
import type { CaseView } from '@/lib/contracts/adjudication'
import { lesionKind } from '@/lib/contracts/scalars'
import { kindLook } from '@/lib/editor/look/kind-looks'
import type { PatchAnswer, PatchSession } from '@/lib/editor/patches/patch-session'

type DisputedStripProps = {
  found: CaseView
  session: PatchSession
  images: PhotographImages
  isContrast: boolean
  onGoTo: (at: number) => void
}

export function DisputedStrip({ found, session, images, isContrast, onGoTo }: DisputedStripProps) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.children[session.at]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [session.at])
  return (
    <ol ref={list} aria-label="Disputed patches" className="flex gap-2 overflow-x-auto p-2">
      {found.disputed.map(({ index, kinds }, at) => {
        const answer = session.answers[at]
        const isHere = at === session.at
        return (
          <li key={index} className="w-24 shrink-0 [contain-intrinsic-size:6rem_8.5rem] [content-visibility:auto]">
            <button
              type="button"
              tabIndex={isHere || (at === 0 && session.at >= session.indices.length) ? 0 : -1}
              aria-current={isHere ? 'step' : undefined}
              aria-label={`Disputed patch ${at + 1}, decision: ${spell(answer)}`}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onGoTo(at)}
              className={cx(
                'w-full overflow-hidden rounded-control border text-left',
                isHere ? 'border-white' : 'border-line hover:border-edge',
              )}
            >
              <PatchThumb src={isContrast ? images.contrast800 : images.plain800} grid={found.grid} index={index} />
              <Verdict answer={answer} />
              <span className="block px-1.5 py-1 text-[11px] text-ink-muted leading-tight">
                {found.answers.map(({ letter }) => (
                  <span key={letter} className="mr-1.5 inline-block">
                    <span className="text-ink">{letter}</span> {inShort(kinds[letter] ?? [])}
                  </span>
                ))}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Verdict({ answer }: { answer: PatchAnswer }) {
  if (answer === undefined) return <span className="block h-1.5 bg-raised" />
  if (answer.length === 0) return <span className="block h-1.5 bg-white/50" />
  return (
    <span className="flex h-1.5">
      {answer.map((kind) => (
        <span key={kind} className="flex-1" style={{ background: kindLook(kind).colour }} />
      ))}
    </span>
  )
}

/** `HE EX`, or a dash for normal. */
function inShort(kinds: readonly string[]): string {
  const known = kinds.flatMap((kind) => lesionKind.safeParse(kind).data ?? [])
  return known.length === 0 ? '–' : known.map((kind) => kindLook(kind).short).join(' ')
}
